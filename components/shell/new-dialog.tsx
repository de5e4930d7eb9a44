'use client';

import { Plus } from 'lucide-react';
import type { FormEvent, ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';

type NewDialogProps = {
	/** Of the button that opens it, and of the dialog. */
	title: string;
	/** One sentence: what comes next. */
	hint: string;
	create: string;
	pending: boolean;
	onSubmit: () => Promise<void>;
	/** The fields. */
	children: ReactNode;
};

/** Begins something new with the little it needs; its own page does the rest. */
export function NewDialog({ title, hint, create, pending, onSubmit, children }: NewDialogProps) {
	const submit = (event: FormEvent) => {
		event.preventDefault();
		void onSubmit();
	};
	return (
		<Dialog
			title={title}
			description={hint}
			size="sm"
			trigger={
				<Button variant="primary">
					<Plus aria-hidden />
					{title}
				</Button>
			}
		>
			<form onSubmit={submit} className="flex flex-col gap-4">
				{children}
				<Button type="submit" variant="primary" pending={pending} className="self-end">
					{create}
				</Button>
			</form>
		</Dialog>
	);
}

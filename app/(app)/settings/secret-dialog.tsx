'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose } from '@/components/ui/dialog';
import { ShownOnce } from './shown-once';

type SecretDialogProps = {
	/** The button that opens it; without one it is open while it is there. */
	trigger?: ReactNode;
	title: string;
	description?: string;
	/** Of the button that makes it. */
	submit: string;
	pending: boolean;
	/** Empties the form; whenever the button opens it. */
	onOpen?: () => void;
	onClose?: () => void;
	/** Makes it, and answers the secret; null: there is none to show, or it was refused, which the form says. */
	make: () => Promise<string | null>;
	/** What is said once it is made: with the secret, which is shown this once. */
	made: { title: string; description?: string; label: string; close: string };
	/** The fields. */
	children: ReactNode;
};

/** Makes something that has a secret (a key, a connection, a member): a form, then what is shown once. */
export function SecretDialog({ trigger, title, description, submit, pending, ...props }: SecretDialogProps) {
	const { onOpen, onClose, make, made, children } = props;
	const common = useTranslations('common');
	const form = useId();
	const [open, setOpen] = useState(!trigger);
	const [secret, setSecret] = useState<string | null>(null);
	const change = (next: boolean) => {
		setOpen(next);
		if (!next) return onClose?.();
		setSecret(null);
		onOpen?.();
	};
	const send = async (event: FormEvent) => {
		event.preventDefault();
		setSecret(await make());
	};
	const shown = secret === null ? { title, description } : made;
	return (
		<Dialog
			open={open}
			onOpenChange={change}
			trigger={trigger}
			title={shown.title}
			description={shown.description}
			dismissible={secret === null}
			footer={
				secret === null ? (
					<>
						<DialogClose>
							<Button>{common('cancel')}</Button>
						</DialogClose>
						<Button type="submit" form={form} variant="primary" pending={pending}>
							{submit}
						</Button>
					</>
				) : (
					<DialogClose>
						<Button variant="primary">{made.close}</Button>
					</DialogClose>
				)
			}
		>
			{secret === null ? (
				<form id={form} noValidate onSubmit={(event) => void send(event)} className="flex flex-col gap-4">
					{children}
				</form>
			) : (
				<ShownOnce label={made.label} secret={secret} />
			)}
		</Dialog>
	);
}

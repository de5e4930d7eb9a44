'use client';

import { useRouter } from 'next/navigation';
import type { ActionResult } from '@/auth/result';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { useAction } from './use-action';

type ArchiveButtonProps = {
	id: string;
	archive: (input: { id: string }) => Promise<ActionResult<void>>;
	/** The list that it leaves. */
	list: string;
	label: string;
	title: string;
	description: string;
};

/** Takes something off its list, after asking, and leads back to the list. */
export function ArchiveButton({ id, archive, list, label, title, description }: ArchiveButtonProps) {
	const router = useRouter();
	const archiving = useAction(archive);
	return (
		<ConfirmDialog
			trigger={<Button variant="ghost">{label}</Button>}
			title={title}
			description={description}
			confirm={label}
			onConfirm={async () => {
				const { done } = await archiving.run({ id });
				if (done) router.replace(list);
				return done;
			}}
		/>
	);
}

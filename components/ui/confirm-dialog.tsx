'use client';

import { useTranslations } from 'next-intl';
import { AlertDialog as Radix } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { Button } from './button';

type ConfirmDialogProps = {
	trigger?: ReactNode;
	open?: boolean;
	onOpenChange?: (open: boolean) => void;
	title: ReactNode;
	/** What will happen, and what cannot be undone. */
	description: ReactNode;
	/** The verb of what happens: “Stop the journey”, never “OK”. */
	confirm: string;
	tone?: 'danger' | 'primary';
	/** The dialog closes when it resolves to true (or nothing); false keeps it open. */
	onConfirm: () => Promise<boolean | undefined> | boolean | undefined;
	children?: ReactNode;
};

/** Asks before something that matters. */
export function ConfirmDialog({
	trigger,
	open,
	onOpenChange,
	title,
	description,
	confirm,
	tone = 'danger',
	onConfirm,
	children,
}: ConfirmDialogProps) {
	const t = useTranslations('common');
	const [own, setOwn] = useState(false);
	const [pending, setPending] = useState(false);
	const change = (next: boolean) => {
		setOwn(next);
		onOpenChange?.(next);
	};
	const run = async () => {
		setPending(true);
		try {
			if ((await onConfirm()) !== false) change(false);
		} finally {
			setPending(false);
		}
	};
	return (
		<Radix.Root open={open ?? own} onOpenChange={change}>
			{trigger && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
			<Radix.Portal>
				<Radix.Overlay className="fixed inset-0 z-40 grid animate-appear items-end bg-scrim sm:place-items-center sm:p-6">
					<Radix.Content className="flex max-h-[92dvh] w-full animate-rise flex-col gap-4 overflow-y-auto rounded-t-xl border border-line bg-raised p-5 shadow-lg focus:outline-none sm:max-w-md sm:rounded-xl">
						<div>
							<Radix.Title className="font-semibold text-ink text-lg">{title}</Radix.Title>
							<Radix.Description className="mt-1 text-ink-2 text-sm">{description}</Radix.Description>
						</div>
						{children}
						<div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">
							<Radix.Cancel asChild>
								<Button>{t('cancel')}</Button>
							</Radix.Cancel>
							<Button variant={tone} pending={pending} onClick={() => void run()}>
								{confirm}
							</Button>
						</div>
					</Radix.Content>
				</Radix.Overlay>
			</Radix.Portal>
		</Radix.Root>
	);
}

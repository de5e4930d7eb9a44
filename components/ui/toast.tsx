'use client';

import { CircleAlert, CircleCheck, Info } from 'lucide-react';
import { Toaster as Sonner } from 'sonner';

export { toast } from 'sonner';

export function Toaster() {
	return (
		<Sonner
			// In the middle, and above the bar that saves: it must not cover what one presses next.
			position="bottom-center"
			offset={{ bottom: 76 }}
			mobileOffset={{ bottom: 76 }}
			gap={8}
			icons={{
				success: <CircleCheck className="size-4 text-success" />,
				error: <CircleAlert className="size-4 text-danger" />,
				info: <Info className="size-4 text-accent-ink" />,
			}}
			toastOptions={{
				unstyled: true,
				classNames: {
					toast:
						'flex w-full items-start gap-2.5 rounded-lg font-sans border border-line bg-raised px-3.5 py-3 text-sm text-ink shadow-lg sm:w-(--width)',
					icon: 'mt-0.5 shrink-0',
					content: 'min-w-0 flex-1',
					title: 'font-medium',
					description: 'text-ink-2 text-xs',
					actionButton: 'shrink-0 rounded-md px-2 py-1 font-medium text-accent-ink text-xs hover:bg-hover',
				},
			}}
		/>
	);
}

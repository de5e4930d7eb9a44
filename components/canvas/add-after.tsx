'use client';

import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Popover } from '@/components/ui/popover';
import { Palette } from './palette';

/** The “+” under an exit that leads nowhere yet: the fastest way to draw a journey. */
export function AddAfter({ label, onAdd }: { label: string; onAdd: (type: string) => void }) {
	const [open, setOpen] = useState(false);
	return (
		<span className="nodrag nopan absolute top-full left-1/2 mt-3 -translate-x-1/2">
			<Popover
				open={open}
				onOpenChange={setOpen}
				label={label}
				align="center"
				trigger={
					<button
						type="button"
						aria-label={label}
						className="grid size-6 place-items-center rounded-full border border-line-strong border-dashed bg-raised text-ink-3 hover:border-accent hover:border-solid hover:text-accent-ink"
					>
						<Plus className="size-3.5" />
					</button>
				}
			>
				<Palette
					hasTrigger
					detailed
					onAdd={(type) => {
						setOpen(false);
						onAdd(type);
					}}
				/>
			</Popover>
		</span>
	);
}

import { type ReactNode, useId } from 'react';

/** A box to tick that is sent with a plain form: works without JavaScript, and is never ticked beforehand by us. */
export function Tick({
	name,
	value,
	label,
	children,
	defaultChecked,
	disabled,
}: {
	name: string;
	value: string;
	label: ReactNode;
	/** What is agreed to, or why it cannot be. */
	children?: ReactNode;
	defaultChecked?: boolean;
	disabled?: boolean;
}) {
	const id = useId();
	return (
		<div className="flex items-start gap-3">
			<input
				id={id}
				type="checkbox"
				name={name}
				value={value}
				defaultChecked={defaultChecked}
				disabled={disabled}
				aria-describedby={children ? `${id}-says` : undefined}
				className="mt-0.5 size-5 shrink-0 accent-accent disabled:opacity-50"
			/>
			<div className="min-w-0 text-sm">
				<label htmlFor={id} className={disabled ? 'text-ink-3' : 'text-ink'}>
					{label}
				</label>
				{children && (
					<p id={`${id}-says`} className="mt-0.5 text-ink-2">
						{children}
					</p>
				)}
			</div>
		</div>
	);
}

'use client';

import { CircleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Label as Radix } from 'radix-ui';
import { type ComponentProps, createContext, type ReactNode, useContext, useId } from 'react';
import { cn } from './cn';

export function Label({ className, ...props }: ComponentProps<typeof Radix.Root>) {
	return <Radix.Root {...props} className={cn('font-medium text-ink text-sm', className)} />;
}

type FieldContext = { id: string; describedBy: string | undefined; invalid: boolean; required: boolean };
const Context = createContext<FieldContext | null>(null);

type Wiring = {
	id: string | undefined;
	'aria-describedby': string | undefined;
	'aria-invalid': true | undefined;
	'aria-required': true | undefined;
};
type Given = {
	id?: string | undefined;
	'aria-label'?: string | undefined;
	'aria-describedby'?: string | undefined;
	'aria-invalid'?: unknown;
};

/** Ties a control to the label, help and error of the `Field` around it. Outside a field it changes nothing. */
export function useFieldControl(given: Given): Wiring {
	const field = useContext(Context);
	return {
		// One with a name of its own (the unit beside a number) is not the one that the field's label names.
		id: given.id ?? (given['aria-label'] ? undefined : field?.id),
		'aria-describedby': given['aria-describedby'] ?? field?.describedBy,
		'aria-invalid': field?.invalid || Boolean(given['aria-invalid']) || undefined,
		'aria-required': field?.required || undefined,
	};
}

type FieldProps = {
	label: ReactNode;
	/** One short sentence under the control. */
	help?: ReactNode;
	/** What is wrong and how to put it right; replaces the help. */
	error?: ReactNode;
	/** Says “optional” beside the label: most fields are not. */
	optional?: boolean;
	required?: boolean;
	/** Of the control, when something must refer to it. */
	id?: string;
	/** Keeps the label for screen readers only. */
	hideLabel?: boolean;
	/** At the label's right: a link, a counter. */
	aside?: ReactNode;
	className?: string;
	children: ReactNode;
};

/** A labelled control. The control inside (`Input`, `Select`, `Combobox`…) finds its id and descriptions by itself. */
export function Field({
	label,
	help,
	error,
	optional,
	required,
	id,
	hideLabel,
	aside,
	className,
	children,
}: FieldProps) {
	const t = useTranslations('common');
	const made = useId();
	const control = id ?? made;
	const note = `${control}-note`;
	const noted = Boolean(error) || Boolean(help);
	return (
		<div className={cn('flex min-w-0 flex-col gap-1.5', className)}>
			<div className={cn('flex items-baseline justify-between gap-2', hideLabel && 'sr-only')}>
				<Label htmlFor={control}>
					{label}
					{optional && <span className="ml-1.5 font-normal text-ink-3">{t('optional')}</span>}
				</Label>
				{aside && <span className="text-ink-3 text-xs">{aside}</span>}
			</div>
			<Context.Provider
				value={{
					id: control,
					describedBy: noted ? note : undefined,
					invalid: Boolean(error),
					required: Boolean(required),
				}}
			>
				{children}
			</Context.Provider>
			{error ? (
				<p id={note} role="alert" className="flex items-start gap-1.5 text-danger text-xs">
					<CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
					<span>{error}</span>
				</p>
			) : (
				help && (
					<p id={note} className="text-ink-3 text-xs">
						{help}
					</p>
				)
			)}
		</div>
	);
}

/** Several controls under one heading, as a group for screen readers. */
export function FieldGroup({
	legend,
	help,
	className,
	children,
}: {
	legend: ReactNode;
	help?: ReactNode;
	className?: string;
	children: ReactNode;
}) {
	const note = useId();
	return (
		<fieldset aria-describedby={help ? note : undefined} className={cn('flex min-w-0 flex-col gap-2', className)}>
			<legend className="mb-2 font-medium text-ink text-sm">{legend}</legend>
			{help && (
				<p id={note} className="-mt-1 text-ink-3 text-xs">
					{help}
				</p>
			)}
			{children}
		</fieldset>
	);
}

'use client';

import { Braces } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { DropdownMenu, MenuItem, MenuLabel } from '@/components/ui/dropdown-menu';
import { IconButton } from '@/components/ui/icon-button';
import { Textarea } from '@/components/ui/textarea';
import { type ControlProps, usePropertiesOf, useSuggestions } from './context';

const VOUCHER = ['voucher.url', 'voucher.code', 'voucher.title', 'voucher.expires_at | day'];
const LEASE = ['lease.product.name', 'lease.store.name', 'lease.until | day'];
const STORE = ['store.name', 'store.city', 'store.address'];

type TemplateFieldProps = ControlProps<string> & { placeholder?: string | undefined; mono?: boolean };

/** Text with variables, which a menu inserts where the cursor is. */
export function TemplateField({ value = '', onChange, placeholder, mono = false }: TemplateFieldProps) {
	const t = useTranslations('editor.template');
	const area = useRef<HTMLTextAreaElement>(null);
	const { trigger, ...suggestions } = useSuggestions();
	const traits = suggestions.traits.map(({ path }) => path);
	const properties = usePropertiesOf(trigger)
		.map(({ path }) => path)
		.filter((path) => !path.includes('[]'));
	const insert = (variable: string) => {
		const at = area.current?.selectionStart ?? value.length;
		const to = area.current?.selectionEnd ?? at;
		onChange(`${value.slice(0, at)}{{ ${variable} }}${value.slice(to)}`);
	};
	const groups: [string, string[]][] = [
		[
			t('customer'),
			[
				'customer.first_name',
				...traits.filter((name) => name !== 'first_name').map((name) => `customer.${name}`),
			].slice(0, 12),
		],
		[t('event'), properties.slice(0, 12).map((name) => `event.${name}`)],
		[t('voucher'), VOUCHER],
		[t('lease'), LEASE],
		[t('store'), STORE],
	];
	return (
		<div className="relative">
			<Textarea
				ref={area}
				value={value}
				onChange={(event) => onChange(event.target.value)}
				placeholder={placeholder}
				spellCheck={!mono}
				className={mono ? 'max-h-96 min-h-48 pr-9 font-mono text-xs sm:text-xs' : 'pr-9'}
			/>
			<div className="absolute top-1 right-1">
				<DropdownMenu
					className="max-w-72"
					trigger={
						<IconButton label={t('insert')} size="sm">
							<Braces />
						</IconButton>
					}
				>
					{groups
						.filter(([, variables]) => variables.length > 0)
						.map(([label, variables]) => (
							<div key={label}>
								<MenuLabel>{label}</MenuLabel>
								{variables.map((variable) => (
									<MenuItem key={variable} onSelect={() => insert(variable)} className="font-mono text-xs">
										{variable}
									</MenuItem>
								))}
							</div>
						))}
				</DropdownMenu>
			</div>
		</div>
	);
}

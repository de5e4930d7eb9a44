import { Search } from 'lucide-react';
import { Button } from './button';
import { Input } from './input';

/** A plain GET form: works before any script has loaded, and the address says what is shown. */
export function SearchForm({
	label,
	button,
	value,
	hidden = {},
}: {
	label: string;
	button: string;
	value: string;
	hidden?: Record<string, string>;
}) {
	return (
		<search className="w-full sm:max-w-md">
			<form className="flex gap-2">
				{Object.entries(hidden).map(([name, kept]) => (
					<input key={name} type="hidden" name={name} value={kept} />
				))}
				<Input
					type="search"
					name="q"
					defaultValue={value}
					aria-label={label}
					placeholder={label}
					leading={<Search aria-hidden />}
				/>
				<Button type="submit">{button}</Button>
			</form>
		</search>
	);
}

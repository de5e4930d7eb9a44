import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';

type IdFieldProps = {
	label: string;
	help: string;
	id: { value: string; change: (id: string) => void; fixed: boolean; error: string | undefined };
};

/** An id that the retailer's systems use, too: chosen once. */
export function IdField({ label, help, id }: IdFieldProps) {
	return (
		<Field label={label} help={help} error={id.error}>
			<Input
				value={id.value}
				maxLength={63}
				readOnly={id.fixed}
				spellCheck={false}
				onChange={(event) => id.change(event.target.value)}
				className="font-mono"
			/>
		</Field>
	);
}

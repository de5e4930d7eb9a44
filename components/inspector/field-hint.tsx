import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

type FieldHintProps = { children: ReactNode; fix?: { label: string; onFix: () => void } };

/** Something that is probably wrong with a field, with the fix as one click. */
export function FieldHint({ children, fix }: FieldHintProps) {
	return (
		<p role="status" className="mt-1 flex items-start gap-1.5 text-warning text-xs">
			<TriangleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
			<span className="min-w-0 break-words">
				{children}{' '}
				{fix && (
					<button type="button" onClick={fix.onFix} className="text-left font-medium underline underline-offset-2">
						{fix.label}
					</button>
				)}
			</span>
		</p>
	);
}

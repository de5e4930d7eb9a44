import { Plus } from 'lucide-react';
import Link from 'next/link';
import { Button } from './button';

/** In a list's header, and where the list is empty: to the form of another one. */
export function NewLink({ href, children }: { href: string; children: string }) {
	return (
		<Button asChild variant="primary">
			<Link href={href}>
				<Plus aria-hidden />
				{children}
			</Link>
		</Button>
	);
}

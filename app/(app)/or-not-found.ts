import { notFound } from 'next/navigation';
import { NotFoundError } from '@/lib/errors';

/** For the `catch` of what a page is of: what is not there is a page that is not there. */
export function orNotFound(error: unknown): never {
	if (error instanceof NotFoundError) notFound();
	throw error;
}

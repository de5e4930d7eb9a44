import { notFound } from 'next/navigation';
import { requireMember } from '@/auth/session';
import { db } from '@/db/client';
import { loadDraft } from '@/db/journeys';
import { isWrittenUuid } from '@/lib/uuid';
import { orNotFound } from '../../or-not-found';

/** The journey of a page's address, for who may see journeys: titles are made beside the page, not behind its check. */
export async function journeyOf(params: Promise<{ id: string }>) {
	await requireMember('journey.view');
	const { id } = await params;
	if (!isWrittenUuid(id)) notFound();
	return loadDraft(db(), id).catch(orNotFound);
}

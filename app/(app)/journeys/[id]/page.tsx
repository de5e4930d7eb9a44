import { redirect } from 'next/navigation';
import { journeyOf } from './journey-of';

/** A journey by its id alone: what runs is looked at first, what was never published is drawn first. */
export default async function JourneyPage({ params }: { params: Promise<{ id: string }> }) {
	const { id, published } = await journeyOf(params);
	redirect(`/journeys/${id}/${published ? 'monitor' : 'edit'}`);
}

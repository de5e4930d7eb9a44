import { and, asc, eq, isNull } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { newWebhookSecret } from '@/channels/standard-webhooks';
import type { DestinationSettings } from '@/lib/destination';
import { NotFoundError, UserError } from '@/lib/errors';
import { audit } from './audit';
import type { Db, Tx } from './client';
import { destinations } from './schema';
import { seal, unseal } from './sealed';

/** After a new secret was made the old one signs as well, for so long. */
const OLD_SECRET_MS = 24 * 3_600_000;

const GONE = { en: 'this connection is not there any more', fr: 'cette connexion n’existe plus' };

const current = isNull(destinations.archivedAt);

/** What may be shown: never a secret. */
export async function listDestinations(tx: Tx) {
	const { id, name, url, whenCut, askUrl, createdAt } = destinations;
	return tx
		.select({ id, name, url, whenCut, askUrl, createdAt })
		.from(destinations)
		.where(current)
		.orderBy(asc(destinations.name));
}

/** Makes one, and answers its secret whole, for the only time. */
export async function createDestination(
	db: Db,
	settings: DestinationSettings,
	actor: string,
): Promise<{ id: string; secret: string }> {
	const made = { id: uuid(), secret: newWebhookSecret() };
	await db.transaction(async (tx) => {
		await tx
			.insert(destinations)
			.values({ id: made.id, ...settings, secrets: [{ sealed: seal(made.secret), until: null }] });
		await audit(tx, actor, 'destination.create', made.id, { name: settings.name, url: settings.url });
	});
	return made;
}

/** @throws NotFoundError */
export async function updateDestination(
	db: Db,
	id: string,
	settings: DestinationSettings,
	actor: string,
): Promise<void> {
	await db.transaction(async (tx) => {
		const changed = await tx
			.update(destinations)
			.set(settings)
			.where(and(eq(destinations.id, id), current))
			.returning({ id: destinations.id });
		if (changed.length === 0) throw new NotFoundError(GONE);
		await audit(tx, actor, 'destination.update', id, { name: settings.name, url: settings.url });
	});
}

/** Makes a new secret, and answers it whole; the one before signs as well for a day. @throws NotFoundError */
export async function rotateSecret(db: Db, id: string, actor: string, now = new Date()): Promise<string> {
	const secret = newWebhookSecret();
	await db.transaction(async (tx) => {
		const [row] = await tx
			.select()
			.from(destinations)
			.where(and(eq(destinations.id, id), current))
			.for('update');
		if (!row) throw new NotFoundError(GONE);
		const until = new Date(now.getTime() + OLD_SECRET_MS).toISOString();
		const before = row.secrets.filter((each) => each.until === null).map(({ sealed }) => ({ sealed, until }));
		await tx
			.update(destinations)
			.set({ secrets: [{ sealed: seal(secret), until: null }, ...before] })
			.where(eq(destinations.id, id));
		await audit(tx, actor, 'destination.rotate', id);
	});
	return secret;
}

/** Steps that name it leave by `failed` from now on, and nothing that names it can be published. */
export async function removeDestination(db: Db, id: string, actor: string): Promise<void> {
	await db.transaction(async (tx) => {
		await tx
			.update(destinations)
			.set({ archivedAt: new Date() })
			.where(and(eq(destinations.id, id), current));
		await audit(tx, actor, 'destination.remove', id);
	});
}

/** Where a call goes, and how it is signed and asked about. */
export type Destination = DestinationSettings & { id: string; secrets: string[] };

/** @throws UserError when there is none (any more). */
export async function loadDestination(tx: Tx, id: string, now = Date.now()): Promise<Destination> {
	const [row] = await tx
		.select()
		.from(destinations)
		.where(and(eq(destinations.id, id), current));
	if (!row)
		throw new UserError(
			{ en: 'the connection was removed in the settings', fr: 'la connexion a été retirée des réglages' },
			'destination',
		);
	const holding = row.secrets.filter(({ until }) => until === null || Date.parse(until) > now);
	return { ...row, secrets: holding.map(({ sealed }) => unseal(sealed)) };
}

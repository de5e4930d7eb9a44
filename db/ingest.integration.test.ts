import { and, eq, inArray } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { describe, expect, test } from 'vitest';
import { readCall } from '@/lib/segment';
import { db } from './client';
import { customersByIdentity } from './customer-views';
import { ingest } from './ingest';
import { loadProfile } from './profiles';
import { customers, enrollments, eventQueue, events } from './schema';

async function take(raw: Record<string, unknown> | Record<string, unknown>[], history = false): Promise<number> {
	const receivedAt = new Date();
	const calls = (Array.isArray(raw) ? raw : [raw]).map((call) =>
		readCall({ type: 'track', event: 'Product Viewed', ...call }, { receivedAt: receivedAt.getTime() }),
	);
	return ingest(db(), calls, { source: 'test', receivedAt, history });
}
async function idOf(kind: 'user_id' | 'anonymous_id' | 'email', value: string): Promise<string> {
	const [id] = await customersByIdentity(db(), kind, value);
	if (!id) throw new Error(`nobody is ${value}`);
	return id;
}
const profileOf = async (userId: string) => (await loadProfile(db(), await idOf('user_id', userId))).facts;
const eventBy = async (messageId: string) => {
	const [event] = await db().select().from(events).where(eq(events.messageId, messageId));
	if (!event) throw new Error(`no event ${messageId}`);
	return event;
};
const queuedBy = async (messageId: string) =>
	db()
		.select()
		.from(eventQueue)
		.where(eq(eventQueue.seq, (await eventBy(messageId)).seq));

/** An enrollment as the dispatcher makes it, as far as merging looks at it. */
async function enroll(customerId: string, journeyId: string, entryKey: string, enteredAt: string) {
	const id = uuid();
	const at = Date.parse(enteredAt);
	await db()
		.insert(enrollments)
		.values({
			id,
			journeyId,
			versionId: uuid(),
			customerId,
			entryKey,
			status: 'running',
			trigger: { seq: 1, name: 'Cart Viewed', properties: {}, at, receivedAt: at, knownAt: at },
			enteredAt: new Date(at),
			state: {} as typeof enrollments.$inferInsert.state,
		});
	return async () => (await db().select().from(enrollments).where(eq(enrollments.id, id)))[0]?.control ?? null;
}

describe('one customer’s events', () => {
	test('are numbered in the order in which they are committed, however many come at once', async () => {
		await Promise.all(Array.from({ length: 30 }, (_, n) => take({ userId: 'busy', messageId: `busy-${n}` })));
		const id = await idOf('user_id', 'busy');
		expect(await db().select().from(events).where(eq(events.customerId, id))).toHaveLength(30);
	});
	test('and those of five thousand strangers in one batch are taken in together', async () => {
		const batch = Array.from({ length: 5000 }, (_, n) => ({ userId: `crowd-${n}`, anonymousId: `crowd-a-${n}` }));
		expect(await take(batch)).toBe(5000);
		expect(await idOf('anonymous_id', 'crowd-a-4999')).toBe(await idOf('user_id', 'crowd-4999'));
	});
	test('many batches about the same people do not get in each other’s way', async () => {
		const people = Array.from({ length: 40 }, (_, n) => n);
		await Promise.all(
			Array.from({ length: 12 }, (_, batch) =>
				take(
					people
						.map((n) => (n * (batch + 3)) % 40)
						.map((n, at) => ({
							type: 'identify',
							userId: `crossing-${n}`,
							anonymousId: `crossing-${batch}-${n}`,
							messageId: `crossing-${batch}-${at}`,
							traits: { batch },
						})),
				),
			),
		);
		const owners = await Promise.all(people.map((n) => idOf('user_id', `crossing-${n}`)));
		expect(new Set(owners).size).toBe(40);
	});
});

describe('when two profiles turn out to be one customer', () => {
	test('open waits are told to look back, whatever kind of call says so', async () => {
		await take({ anonymousId: 'link-a' });
		await take({ userId: 'link-u' });
		await take({ userId: 'link-u', anonymousId: 'link-a', messageId: 'linking' });
		await take({ userId: 'link-u', anonymousId: 'link-a', messageId: 'linked' });
		expect(await queuedBy('linking')).toMatchObject([{ joins: true }]);
		expect(await queuedBy('linked')).toMatchObject([{ joins: false }]);
	});
	test('what is still to be decided is decided for the master', async () => {
		await take({ anonymousId: 'queue-a', messageId: 'queued-before' });
		await take({ userId: 'queue-u' });
		await take({ type: 'alias', userId: 'queue-u', previousId: 'queue-a' });
		expect(await queuedBy('queued-before')).toMatchObject([{ customerId: await idOf('user_id', 'queue-u') }]);
	});
	test('of two open enrollments of one journey and key the earlier survives', async () => {
		await take([{ anonymousId: 'enr-a' }, { userId: 'enr-u' }]);
		const [visitor, known] = [await idOf('anonymous_id', 'enr-a'), await idOf('user_id', 'enr-u')];
		const [journey, other] = [uuid(), uuid()];
		const earlier = await enroll(visitor, journey, 'cart-1', '2026-03-01T10:00:00Z');
		const later = await enroll(known, journey, 'cart-1', '2026-03-01T11:00:00Z');
		const elsewhere = await enroll(known, journey, 'cart-2', '2026-03-01T11:00:00Z');
		const otherJourney = await enroll(known, other, 'cart-1', '2026-03-01T11:00:00Z');
		await take({ type: 'identify', userId: 'enr-u', anonymousId: 'enr-a' });
		expect([await earlier(), await later(), await elsewhere(), await otherJourney()]).toEqual([
			null,
			'merge',
			null,
			null,
		]);
	});
	test('they read as one: traits of both, the master’s where both say something', async () => {
		await take([
			{ type: 'identify', anonymousId: 'read-a', traits: { size: 40, colour: 'red' } },
			{ type: 'identify', userId: 'read-u', traits: { size: 42 } },
		]);
		await take({ userId: 'read-u', anonymousId: 'read-a' });
		expect((await profileOf('read-u')).traits).toEqual({ size: 42, colour: 'red' });
	});
	test('a chain of merges in one batch ends at one master, and nobody points to somebody merged', async () => {
		await take([
			{ anonymousId: 'chain-1' },
			{ type: 'identify', anonymousId: 'chain-2', traits: { email: 'chain@example.test' } },
			{ type: 'identify', anonymousId: 'chain-1', traits: { email: 'chain@example.test' } },
			{ userId: 'chain-u' },
			{ type: 'identify', userId: 'chain-u', traits: { email: 'chain@example.test' } },
		]);
		const master = await idOf('user_id', 'chain-u');
		const { ids } = await loadProfile(db(), master);
		expect(ids).toHaveLength(3);
		const rows = await db().select().from(customers).where(inArray(customers.id, ids));
		expect(rows.filter((row) => row.id !== master).every((row) => row.mergedInto === master)).toBe(true);
	});
	test('merges that happen at the same time agree on who is whom', async () => {
		for (let round = 0; round < 5; round++) {
			const name = (what: string) => `race-${round}-${what}`;
			await take([
				{ type: 'identify', anonymousId: name('a'), traits: { email: `${name('e')}@example.test` } },
				{ userId: name('u') },
				{ anonymousId: name('b') },
			]);
			await Promise.all([
				take({ userId: name('u'), anonymousId: name('a') }),
				take({ type: 'identify', anonymousId: name('b'), traits: { email: `${name('e')}@example.test` } }),
			]);
			const everybody = await Promise.all([
				idOf('user_id', name('u')),
				idOf('anonymous_id', name('a')),
				idOf('anonymous_id', name('b')),
				idOf('email', `${name('e')}@example.test`),
			]);
			expect(new Set(everybody).size).toBe(1);
		}
	});
});

describe('what customers say about themselves', () => {
	test('they are known since the first thing that was imported of them, and were seen with the last', async () => {
		const at = (day: number) => ({ userId: 'since', timestamp: `2024-05-0${day}T10:00:00Z` });
		await take([at(4), at(2), at(3)], true);
		const [row] = await db()
			.select()
			.from(customers)
			.where(eq(customers.id, await idOf('user_id', 'since')));
		expect(row).toMatchObject({
			createdAt: new Date('2024-05-02T10:00:00Z'),
			lastSeenAt: new Date('2024-05-04T10:00:00Z'),
		});
	});
	test('the later word holds, also when an older one is imported afterwards', async () => {
		await take({
			type: 'identify',
			userId: 'word',
			timestamp: '2026-02-01T00:00:00Z',
			traits: { city: 'Lyon', country: 'FR' },
		});
		await take(
			{
				type: 'identify',
				userId: 'word',
				timestamp: '2024-02-01T00:00:00Z',
				traits: { city: 'Lille', country: 'BE', pet: 'cat' },
			},
			true,
		);
		expect(await profileOf('word')).toMatchObject({ traits: { city: 'Lyon', pet: 'cat' }, country: 'FR' });
	});
	test('an address that she gives again is the one she is reached at', async () => {
		const say = (email: string, day: number) =>
			take({ type: 'identify', userId: 'mail', timestamp: `2026-02-0${day}T00:00:00Z`, traits: { email } });
		await say('one@example.test', 1);
		await say('two@example.test', 2);
		await say('one@example.test', 3);
		expect((await profileOf('mail')).email).toBe('one@example.test');
	});
	test('a local phone number is of the country she is known to live in', async () => {
		await take({ type: 'identify', userId: 'abroad', traits: { country: 'BE' } });
		await take({ type: 'identify', userId: 'abroad', traits: { phone: '0470 12 34 56' } });
		expect((await profileOf('abroad')).phone).toBe('+32470123456');
	});
	test('what cannot be a language or a zone is not taken for one', async () => {
		await take({ type: 'identify', userId: 'odd', traits: { locale: 'no such thing', timezone: 'Mars/Olympus' } });
		expect(await profileOf('odd')).toMatchObject({ locale: null, timeZone: null });
		await take({ type: 'identify', userId: 'odd', traits: { locale: 'fr_FR', timezone: 'Europe/Paris' } });
		expect(await profileOf('odd')).toMatchObject({ locale: 'fr-FR', timeZone: 'Europe/Paris' });
	});
	test('something endless that should be a card number does not stop the batch', async () => {
		const endless = Array.from({ length: 4000 }, (_, n) => n.toString(36)).join('');
		await take({
			type: 'identify',
			userId: 'endless',
			traits: { loyalty_card: endless, email: `${endless}@example.test` },
		});
		expect((await profileOf('endless')).email).toBeNull();
	});
});

test('a message id that is known changes nothing, whoever it names now', async () => {
	await take({ userId: 'first', messageId: 'same' });
	expect(await take({ userId: 'second', messageId: 'same' })).toBe(0);
	expect(await customersByIdentity(db(), 'user_id', 'second')).toEqual([]);
});
test('events of years ago find a month to be kept in', async () => {
	await take({ userId: 'old', messageId: 'old-1', timestamp: '2009-07-14T12:00:00Z' }, true);
	expect((await eventBy('old-1')).effectiveAt).toEqual(new Date('2009-07-14T12:00:00Z'));
	expect(
		await db()
			.select()
			.from(events)
			.where(and(eq(events.messageId, 'old-1'), eq(events.history, true))),
	).toHaveLength(1);
});

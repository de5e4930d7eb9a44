import { eq, inArray, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { describe, expect, test } from 'vitest';
import { readCall } from '@/lib/segment';
import { db, type Tx } from './client';
import { customersByIdentity } from './customer-views';
import { ingest } from './ingest';
import { mergeCustomers } from './merge';
import { ensurePartitions } from './partitions';
import { loadProfile } from './profiles';
import { auditLog, customers, enrollments, eventQueue, events, identities } from './schema';
import { mergeByOps, previewMerge, unmergeCustomer } from './unmerge';

async function take(...raw: Record<string, unknown>[]): Promise<void> {
	const receivedAt = new Date();
	const calls = raw.map((call) =>
		readCall({ type: 'track', event: 'Product Viewed', ...call }, { receivedAt: receivedAt.getTime() }),
	);
	await ingest(db(), calls, { source: 'test', receivedAt, history: false });
}
async function idOf(kind: 'user_id' | 'anonymous_id' | 'email' | 'loyalty_card', value: string): Promise<string> {
	const [id] = await customersByIdentity(db(), kind, value);
	if (!id) throw new Error(`nobody is ${value}`);
	return id;
}
const factsOf = async (id: string) => (await loadProfile(db(), id)).facts;

describe('un-merging', () => {
	test('gives a visitor back what she was found by, said and did; what came since stays with the master', async () => {
		await take(
			{ type: 'identify', anonymousId: 'un-a', traits: { email: 'un-a@example.test', size: 40 } },
			{ anonymousId: 'un-a', messageId: 'un-before' },
			{ type: 'identify', userId: 'un-u', traits: { size: 42, first_name: 'Ada' } },
		);
		const [visitor, known] = [await idOf('anonymous_id', 'un-a'), await idOf('user_id', 'un-u')];
		await take({ userId: 'un-u', anonymousId: 'un-a' });
		expect(await factsOf(known)).toMatchObject({ email: 'un-a@example.test', traits: { size: 42 } });
		await take({ type: 'identify', userId: 'un-u', traits: { shoe: 38, email: 'later@example.test' } });
		await unmergeCustomer(db(), visitor, 'ops');
		expect(await factsOf(visitor)).toMatchObject({
			id: visitor,
			email: 'un-a@example.test',
			traits: { size: 40, email: 'un-a@example.test' },
		});
		expect(await factsOf(known)).toMatchObject({
			email: 'later@example.test',
			traits: { size: 42, shoe: 38, first_name: 'Ada', email: 'later@example.test' },
		});
		expect(await idOf('anonymous_id', 'un-a')).toBe(visitor);
	});
	test('what the master was told again herself stays hers', async () => {
		await take(
			{ type: 'identify', anonymousId: 'again-a', traits: { colour: 'red' } },
			{ type: 'identify', userId: 'again-u', traits: { size: 42 } },
		);
		const visitor = await idOf('anonymous_id', 'again-a');
		await take({ userId: 'again-u', anonymousId: 'again-a' });
		await take({ type: 'identify', userId: 'again-u', traits: { colour: 'red' } });
		await unmergeCustomer(db(), visitor, 'ops');
		expect((await factsOf(await idOf('user_id', 'again-u'))).traits).toEqual({ size: 42, colour: 'red' });
	});
	test('holds: the click that joined them before does not join them again, until ops do', async () => {
		await take({ anonymousId: 'hold-a' }, { userId: 'hold-u' });
		const [visitor, known] = [await idOf('anonymous_id', 'hold-a'), await idOf('user_id', 'hold-u')];
		await take({ userId: 'hold-u', anonymousId: 'hold-a' });
		await unmergeCustomer(db(), visitor, 'ops');
		await take({ userId: 'hold-u', anonymousId: 'hold-a' });
		expect((await loadProfile(db(), visitor)).ids).toEqual([visitor]);
		expect(await mergeByOps(db(), visitor, known, 'ops')).toBe(known);
		expect((await loadProfile(db(), visitor)).ids).toEqual([known, visitor]);
		const written = await db().select().from(auditLog).where(eq(auditLog.subject, known));
		expect(written.map(({ action }) => action).sort()).toEqual(['customer.merge', 'customer.unmerge']);
	});
	test('is refused for a profile that is merged into none', async () => {
		await take({ userId: 'alone' });
		await expect(unmergeCustomer(db(), await idOf('user_id', 'alone'), 'ops')).rejects.toThrow('merged into no other');
	});
	test('what was still to be decided of each is decided for each', async () => {
		await take({ anonymousId: 'q-a' }, { userId: 'q-u' });
		const [visitor, known] = [await idOf('anonymous_id', 'q-a'), await idOf('user_id', 'q-u')];
		await take({ userId: 'q-u', anonymousId: 'q-a' });
		await unmergeCustomer(db(), visitor, 'ops');
		const queued = async (id: string) =>
			(await db().select().from(eventQueue).where(eq(eventQueue.customerId, id))).length;
		expect([await queued(visitor), await queued(known)]).toEqual([1, 2]);
	});
});

test('a merge by ops says before what it does', async () => {
	await take({ anonymousId: 'pre-a' }, { userId: 'pre-u' });
	const [visitor, known] = [await idOf('anonymous_id', 'pre-a'), await idOf('user_id', 'pre-u')];
	const journeyId = uuid();
	for (const customerId of [visitor, known])
		await db()
			.insert(enrollments)
			.values({
				id: uuid(),
				journeyId,
				versionId: uuid(),
				customerId,
				entryKey: '',
				status: 'running',
				trigger: { seq: 1, name: 'Cart Viewed', properties: {}, at: 1, receivedAt: 1, knownAt: 1 },
				enteredAt: new Date(),
				state: {} as typeof enrollments.$inferInsert.state,
			});
	expect(await previewMerge(db(), visitor, known)).toEqual({ masterId: known, otherId: visitor, ends: 1 });
	await mergeByOps(db(), visitor, known, 'ops');
	await expect(previewMerge(db(), visitor, known)).rejects.toThrow('one customer already');
});

/** What the property below does to six profiles; each by its place. */
type Act = { do: 'merge'; a: number; b: number } | { do: 'say'; who: number; trait: string; value: number };
const N = 6;
const START = Date.now() - 1_000_000;
const who = fc.nat({ max: N - 1 });
const trait = fc.constantFrom('size', 'colour', 'city', 'pet');
const merge = fc.record({ do: fc.constant('merge' as const), a: who, b: who });
const say = fc.record({ do: fc.constant('say' as const), who, trait, value: fc.nat({ max: 3 }) });
const said = fc.array(fc.dictionary(trait, fc.nat({ max: 3 }), { noNullPrototype: true }), {
	minLength: N,
	maxLength: N,
});

describe('merge then un-merge changes nothing', () => {
	const run = async (
		profiles: Record<string, number>[],
		acts: { before: Act[]; after: Act[] },
		pair: [number, number] | null,
	) => {
		let seen: unknown;
		const UNDO = new Error('undo');
		await db()
			.transaction(async (tx) => {
				await ensurePartitions([new Date(START)]);
				const ids = profiles.map((_, n) => `00000000-0000-7000-8000-00000000000${n}`);
				for (const [n, traits] of profiles.entries()) {
					const createdAt = new Date(START + ((n * 7) % N) * 1000);
					const id = ids[n] ?? '';
					await tx.insert(customers).values({ id, traits, createdAt, lastSeenAt: createdAt });
					await tx
						.insert(identities)
						.values({ kind: 'anonymous_id', value: `law-${n}`, customerId: id, source: 'test' });
				}
				let at = START + 60_000;
				const tick = () => {
					at += 1000;
					return new Date(at);
				};
				const rootOf = async (n: number) => {
					const [row] = await tx
						.select()
						.from(customers)
						.where(eq(customers.id, ids[n] ?? ''));
					return row?.mergedInto ?? row?.id ?? '';
				};
				const join = async (a: string, b: string) => {
					if (a !== b) await mergeCustomers(tx, a, b, { by: 'test', at: tick() });
				};
				const act = async (one: Act) => {
					if (one.do === 'merge') {
						const [a, b] = [await rootOf(one.a), await rootOf(one.b)];
						// By way of who was joined to it, too, 0 stays a master: the row of one that is not is no more than a copy.
						return b === ids[0] ? join(b, a) : join(a, b);
					}
					const said = { [one.trait]: one.value };
					await tx.insert(events).values({
						...{ effectiveAt: tick(), receivedAt: new Date(at), knownAt: new Date(at) },
						...{ messageId: uuid(), type: 'identify', name: 'Customer Identified', properties: said },
						...{ customerId: await rootOf(one.who), source: 'test' },
					});
					await tx
						.update(customers)
						.set({
							traits: sql`${customers.traits} || ${JSON.stringify(said)}::jsonb`,
							lastSeenAt: new Date(at),
						})
						.where(eq(customers.id, await rootOf(one.who)));
				};
				for (const one of acts.before) await act(one);
				const [master, other] = pair ? [await rootOf(pair[0]), await rootOf(pair[1])] : ['', ''];
				await join(master, other);
				for (const one of acts.after) await act(one);
				if (pair && master !== other) await unmergeCustomer(tx as ReturnType<typeof db>, other, 'test', tick());
				seen = await stateOf(tx, ids);
				throw UNDO;
			})
			.catch((error: unknown) => {
				if (error !== UNDO) throw error;
			});
		return seen;
	};
	const stateOf = async (tx: Tx, ids: string[]) => ({
		customers: (await tx.select().from(customers).where(inArray(customers.id, ids)).orderBy(customers.id)).map(
			({ id, traits, mergedInto, createdAt }) => ({ id, traits, mergedInto, createdAt }),
		),
		identities: await tx
			.select({ value: identities.value, customerId: identities.customerId, broughtBy: identities.broughtBy })
			.from(identities)
			.where(inArray(identities.customerId, ids))
			.orderBy(identities.value),
	});

	test('whatever was merged before', async () => {
		await fc.assert(
			fc.asyncProperty(
				said,
				fc.array(fc.oneof(merge, say), { maxLength: 6 }),
				who,
				who,
				async (profiles, before, a, b) => {
					const acts = { before, after: [] };
					expect(await run(profiles, acts, [a, b])).toEqual(await run(profiles, acts, null));
				},
			),
			{ numRuns: 40 },
		);
	});
	test('and whatever happened since: other merges, and what the master was told', async () => {
		await fc.assert(
			fc.asyncProperty(
				said,
				fc.array(fc.oneof(merge, say), { maxLength: 4 }),
				fc.array(fc.oneof(merge, say), { maxLength: 5 }),
				async (profiles, before, after) => {
					// 0 stays a master of its own, 1 is what is merged into it and out of it: the others come and go.
					const others = (acts: Act[], spared: number[]) =>
						acts.filter((one) =>
							one.do === 'say' ? !spared.includes(one.who) : !spared.includes(one.a) && !spared.includes(one.b),
						);
					const quiet = others(before, [1]);
					const since = others(after, [1]);
					const free = { before: quiet, after: since };
					expect(await run(profiles, free, [0, 1])).toEqual(await run(profiles, free, null));
				},
			),
			{ numRuns: 40 },
		);
	});
});

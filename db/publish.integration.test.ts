import { eq } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { beforeEach, describe, expect, test } from 'vitest';
import { graph } from '@/lib/graph';
import { enter, hear } from '../workflows/testing/by-hand';
import { type Drawn, fixtures } from '../workflows/testing/fixtures';
import { edges, node, pause, when } from '../workflows/testing/graphs';
import { db } from './client';
import { createJourney, loadDraft, saveDraft } from './journeys';
import { pauseJourney } from './operate';
import { publish } from './publish';
import { enrollments, journeys, journeyVersions, users } from './schema';

const h = fixtures();
beforeEach(async () => {
	await h.configure({});
	await h.archiveAll();
});

const waiting = (duration: string, outcome: string): Drawn => ({
	nodes: [when('Cart Viewed'), pause('w', duration), node('x', 'exit', { outcome })],
	edges: edges('t>w', 'w.done>x'),
});
async function member(name: string) {
	const id = uuid();
	await db()
		.insert(users)
		.values({ id, name, email: `${id}@example.test`, emailVerified: true, role: 'editor' });
	return id;
}
const versionsOf = (journeyId: string) =>
	db().select().from(journeyVersions).where(eq(journeyVersions.journeyId, journeyId)).orderBy(journeyVersions.number);
const journey = async (id: string) => (await db().select().from(journeys).where(eq(journeys.id, id)))[0];
const drawn = (input: Drawn) => createJourney(db(), { name: 'Carts', graph: graph.parse(input) }, 'system');

describe('publishing a new version', () => {
	test('keeps those who are in the journey on theirs; the next ones enter the new one', async () => {
		const { journeyId, versionId: first } = await h.publish(waiting('PT1H', 'old'), {
			publishedAt: Date.now() - 60_000,
		});
		const zoe = await h.customer();
		const before = await enter(h, zoe, 'Cart Viewed');
		const { versionId: second } = await h.publish(waiting('P9D', 'new'), { of: journeyId, publishedAt: Date.now() });
		const ada = await h.customer();
		const after = await enter(h, ada, 'Cart Viewed', {}, { at: Date.now() + 1, receivedAt: Date.now() + 1 });
		await before.timeOut();
		await after.timeOut();
		expect(await before.row()).toMatchObject({ versionId: first, outcome: 'old' });
		expect(await after.row()).toMatchObject({ versionId: second, outcome: 'new' });
		expect((await versionsOf(journeyId)).map((v) => v.number)).toEqual([1, 2]);
	});

	test('does not wake a journey that is paused', async () => {
		const { journeyId } = await h.publish(waiting('PT1H', 'old'));
		await pauseJourney(db(), journeyId, 'system');
		await h.publish(waiting('PT2H', 'new'), { of: journeyId });
		expect(await journey(journeyId)).toMatchObject({ status: 'paused' });
	});

	test('twice at once makes two versions with numbers of their own, and one is current', async () => {
		const id = await drawn(waiting('PT1H', 'x'));
		await Promise.all([1, 2, 3, 4].map(() => publish(db(), { id, revision: 1 }, 'system')));
		const versions = await versionsOf(id);
		expect(versions.map((v) => v.number)).toEqual([1, 2, 3, 4]);
		expect((await journey(id))?.currentVersionId).toBe(versions.at(-1)?.id);
	});
});

describe('a draft that cannot be published', () => {
	test('changes nothing, and each problem names its step', async () => {
		const { journeyId } = await h.publish(waiting('PT1H', 'old'));
		const { revision } = await loadDraft(db(), journeyId);
		const broken = graph.parse({
			nodes: [
				when('Cart Viewed'),
				node('nobody', 'send-email', { subject: '', body: '' }),
				node('nowhere', 'web-to-store', { store: { kind: 'given', storeId: 'closed-last-year' } }),
				node('unknown', 'carrier-pigeon', {}),
			],
			edges: edges('t>nobody', 'nobody.sent>nowhere', 'nowhere.issued>unknown'),
		});
		await saveDraft(db(), { id: journeyId, revision, graph: broken }, 'system');
		const before = await journey(journeyId);
		const refused = await publish(db(), { id: journeyId, revision: revision + 1 }, 'system');
		if (refused.status !== 'refused') throw new Error(refused.status);
		for (const id of ['nobody', 'nowhere', 'unknown'])
			expect(
				refused.problems.some((problem) => problem.severity === 'error' && problem.nodeId === id),
				id,
			).toBe(true);
		expect(await journey(journeyId)).toEqual(before);
		expect(await versionsOf(journeyId)).toHaveLength(1);
	});

	test('because its email cannot be composed, names the email', async () => {
		const id = await drawn({
			nodes: [when('Cart Viewed'), node('m', 'send-email', { subject: 'Hello', body: '<mjml><mj-nonsense' })],
			edges: edges('t>m'),
		});
		const refused = await publish(db(), { id, revision: 1 }, 'system');
		expect(refused).toMatchObject({ status: 'refused', problems: [{ severity: 'error', nodeId: 'm' }] });
		expect(await journey(id)).toMatchObject({ status: 'draft', currentVersionId: null });
	});
});

describe('two people at one draft', () => {
	test('the second to save is told what changed and by whom, and overwrites nothing', async () => {
		const [louise, marc] = [await member('Louise'), await member('Marc')];
		const base = graph.parse(waiting('PT1H', 'x'));
		const id = await drawn(base);
		const hers = graph.parse(waiting('PT3H', 'x'));
		expect(await saveDraft(db(), { id, revision: 1, base, graph: hers }, louise)).toMatchObject({ revision: 2 });
		const stale = await saveDraft(db(), { id, revision: 1, base, graph: graph.parse(waiting('PT9H', 'x')) }, marc);
		if (stale.status !== 'stale') throw new Error(stale.status);
		expect(stale).toMatchObject({ revision: 2, by: 'Louise' });
		expect(JSON.stringify(stale.changes)).toContain('"w"');
		expect((await loadDraft(db(), id)).graph).toEqual(hers);
	});

	test('nobody publishes what she has not seen: she is told by whom it was changed, and to what', async () => {
		const louise = await member('Louise');
		const base = graph.parse(waiting('PT1H', 'x'));
		const id = await drawn(base);
		await saveDraft(db(), { id, revision: 1, graph: graph.parse(waiting('PT3H', 'x')) }, louise);
		const stale = await publish(db(), { id, revision: 1, base }, 'system');
		if (stale.status !== 'stale') throw new Error(stale.status);
		expect(stale).toMatchObject({ revision: 2, by: 'Louise' });
		expect(JSON.stringify(stale.changes)).toContain('"w"');
		expect(await versionsOf(id)).toEqual([]);
	});

	test('only one of many that save at once is kept', async () => {
		const id = await drawn(waiting('PT1H', 'x'));
		const answers = await Promise.all(
			[1, 2, 3, 4, 5].map((n) =>
				saveDraft(db(), { id, revision: 1, graph: graph.parse(waiting(`PT${n}H`, 'x')) }, 'system'),
			),
		);
		expect(answers.filter((answer) => answer.status === 'saved')).toHaveLength(1);
	});
});

test('a published version is never changed by what is drawn later', async () => {
	const { journeyId, versionId } = await h.publish(waiting('PT1H', 'x'));
	const [before] = await versionsOf(journeyId);
	const { revision } = await loadDraft(db(), journeyId);
	await saveDraft(db(), { id: journeyId, revision, graph: graph.parse(waiting('P9D', 'y')) }, 'system');
	const zoe = await h.customer();
	await hear(h, zoe, 'Cart Viewed');
	expect(await db().select().from(enrollments).where(eq(enrollments.customerId, zoe))).toMatchObject([{ versionId }]);
	expect((await versionsOf(journeyId))[0]).toEqual(before);
});

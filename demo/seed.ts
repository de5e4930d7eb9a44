import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { eq } from 'drizzle-orm';
import { createOwner } from '@/auth/create-owner';
import { config } from '@/config';
import { createKey } from '@/db/api-keys';
import { closeDb, db } from '@/db/client';
import { ensureDefaultSegments } from '@/db/default-segments';
import { findCustomer } from '@/db/find-customer';
import { ingest } from '@/db/ingest';
import { pushJourney } from '@/db/journey-files';
import { givePoints } from '@/db/points';
import { journeys, products, segments, stores, users, workspace } from '@/db/schema';
import { setStock } from '@/db/stock';
import type { DefaultSegmentId } from '@/lib/default-segments';
import { type JourneyFile, journeyFile } from '@/lib/graph';
import { readCall } from '@/lib/segment';
import { workspaceSettings } from '@/lib/settings';
import { liveCalls, pastOf } from './events';
import { furnish, PURPOSES, TIERS } from './furnish';
import { loyalThanks } from './loyal-thanks';
import { createPeople } from './people';
import { createRandom } from './random';
import { BRAND, PRODUCTS, STORES } from './retailer';
import { AGATHE, POINTS, storyOf } from './story';

const CUSTOMERS = 160;
const BATCH = 200;
const JOURNEYS = ['abandoned-basket', 'after-purchase', 'reactivation'];

/** Fills an empty database with “Maison Auber”: stores, products, a year of customers, four live journeys, and who may sign in. */
async function seed(): Promise<string> {
	const [anybody] = await db().select({ id: users.id }).from(users).limit(1);
	const [anything] = await db().select({ id: journeys.id }).from(journeys).limit(1);
	if (anybody || anything) return 'kept what is there';
	await db()
		.insert(workspace)
		.values({
			id: 1,
			settings: workspaceSettings.parse({
				brand: BRAND,
				senderName: BRAND,
				senderEmail: 'bonjour@maison-auber.example',
				...{ purposes: PURPOSES, tiers: TIERS },
			}),
		})
		.onConflictDoNothing();
	await db()
		.insert(stores)
		.values([...STORES])
		.onConflictDoNothing();
	await db()
		.insert(products)
		.values([...PRODUCTS])
		.onConflictDoNothing();
	await writeCredentials();
	await countStock();
	await ensureDefaultSegments(db());

	const random = createRandom(2026);
	const people = createPeople(random, CUSTOMERS);
	const now = Date.now();
	const past = [...people.flatMap((customer) => pastOf(customer, random, now)), ...storyOf(now)];
	for (let from = 0; from < past.length; from += BATCH) {
		const calls = past.slice(from, from + BATCH).map((call) => readCall(call, { receivedAt: now }));
		await ingest(db(), calls, { source: 'demo', receivedAt: new Date(now), history: true, teller: 'server' });
	}
	await givePastPoints(now);
	await furnish(db(), now);
	const drawn = [...JOURNEYS.map(readJourney), loyalThanks(await segmentOf('loyal'))];
	for (const file of drawn) {
		const { version, problems } = await pushJourney(db(), file, { publish: true }, 'system');
		if (version === null)
			throw new Error(`the demo journey ${file.name} cannot be published: ${JSON.stringify(problems)}`);
	}
	// The shop is open: what people do right now starts journeys.
	const live = random.some(people, 40).flatMap((customer, index) => liveCalls(customer, random, `seed-${index}`));
	const receivedAt = new Date();
	await ingest(
		db(),
		live.map((call) => readCall(call, { receivedAt: receivedAt.getTime() })),
		{ source: 'demo', receivedAt, history: false },
	);
	return `${CUSTOMERS} customers, ${past.length + live.length} events, ${drawn.length} journeys`;
}

function readJourney(name: string): JourneyFile {
	return journeyFile.parse(JSON.parse(readFileSync(path.join(import.meta.dirname, `${name}.json`), 'utf8')));
}

async function segmentOf(preset: DefaultSegmentId): Promise<string> {
	const [segment] = await db().select({ id: segments.id }).from(segments).where(eq(segments.preset, preset));
	if (!segment) throw new Error(`there is no segment ${preset}`);
	return segment.id;
}

async function givePastPoints(now: number): Promise<void> {
	const customerId = await findCustomer(db(), { user_id: AGATHE.userId });
	if (!customerId) throw new Error('nobody is the customer of the story');
	for (const { points, daysAgo, reason } of POINTS)
		await givePoints(db(), {
			...{ customerId, points, reason, key: `demo-${daysAgo}`, source: 'demo' },
			at: new Date(now - daysAgo * 86_400_000),
		});
}

/** Each store has counted most of what it sells this morning; what it has not counted is a week old. */
async function countStock(): Promise<void> {
	const random = createRandom(7);
	const now = Date.now();
	await setStock(
		db(),
		STORES.flatMap(({ id: storeId }) =>
			PRODUCTS.map(({ id: productId }) => ({
				...{ productId, sku: '', storeId },
				quantity: random.whole(0, 9) < 3 ? 0 : random.whole(1, 14),
				asOf: new Date(now - (random.whole(0, 9) === 0 ? 7 * 86_400_000 : random.whole(1, 10) * 3_600_000)),
			})),
		),
	);
}

/** Once, for the embedded database only: who may sign in and which keys send events. Mode 0600. */
async function writeCredentials(): Promise<void> {
	const file = process.env.PARCOURS_CREDENTIALS;
	if (!file) return;
	const email = 'owner@parcours.test';
	const password = randomBytes(9).toString('base64url');
	await createOwner({ email, name: 'Camille Durand', password });
	const writeKey = await createKey(db(), { kind: 'write', name: 'Site' });
	const secretKey = await createKey(db(), { kind: 'secret', name: 'Server' });
	writeFileSync(
		file,
		`${JSON.stringify({ url: config().PARCOURS_URL, email, password, writeKey, secretKey }, null, '\t')}\n`,
		{ mode: 0o600 },
	);
}

console.log(await seed());
await closeDb();

import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createOwner } from '@/auth/create-owner';
import { config } from '@/config';
import { createKey } from '@/db/api-keys';
import { closeDb, db } from '@/db/client';
import { ingest } from '@/db/ingest';
import { pushJourney } from '@/db/journey-files';
import { journeys, products, stores, users, workspace } from '@/db/schema';
import { setStock } from '@/db/stock';
import { journeyFile } from '@/lib/graph';
import { readCall } from '@/lib/segment';
import { workspaceSettings } from '@/lib/settings';
import { liveCalls, pastOf } from './events';
import { createPeople } from './people';
import { createRandom } from './random';
import { BRAND, PRODUCTS, STORES } from './retailer';

const CUSTOMERS = 160;
const BATCH = 200;
const JOURNEYS = ['abandoned-basket', 'after-purchase', 'reactivation'];

/** Fills an empty database with “Maison Auber”: stores, products, a year of customers, three live journeys, and who may sign in. */
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

	const random = createRandom(2026);
	const people = createPeople(random, CUSTOMERS);
	const now = Date.now();
	const past = people.flatMap((customer) => pastOf(customer, random, now));
	for (let from = 0; from < past.length; from += BATCH) {
		const calls = past.slice(from, from + BATCH).map((call) => readCall(call, { receivedAt: now }));
		await ingest(db(), calls, { source: 'demo', receivedAt: new Date(now), history: true });
	}
	for (const name of JOURNEYS) {
		const file = journeyFile.parse(JSON.parse(readFileSync(path.join(import.meta.dirname, `${name}.json`), 'utf8')));
		const { version, problems } = await pushJourney(db(), file, { publish: true }, 'system');
		if (version === null) throw new Error(`the demo journey ${name} cannot be published: ${JSON.stringify(problems)}`);
	}
	// The shop is open: what people do right now starts journeys.
	const live = random.some(people, 40).flatMap((customer, index) => liveCalls(customer, random, `seed-${index}`));
	const receivedAt = new Date();
	await ingest(
		db(),
		live.map((call) => readCall(call, { receivedAt: receivedAt.getTime() })),
		{ source: 'demo', receivedAt, history: false },
	);
	return `${CUSTOMERS} customers, ${past.length + live.length} events, ${JOURNEYS.length} journeys`;
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

import { eq, sql } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import { beforeAll, describe, expect, test } from 'vitest';
import { NotFoundError } from '@/lib/errors';
import type { JsonObject } from '@/lib/event';
import { readCall } from '@/lib/segment';
import { db } from './client';
import { customerPicture } from './customer-picture';
import { customersByIdentity, listCustomers } from './customer-views';
import { eraseCustomer, exportCustomer } from './erase';
import { ingest } from './ingest';
import { ensurePartitions } from './partitions';
import { PERSONAL_DATA } from './personal-data';
import { stockLeases, stores } from './schema';
import { receivePayloads } from './source-payloads';
import { createSource } from './sources';

/** Tables that say nothing about customers. A new table is either here or among the personal ones. */
const IMPERSONAL = [
	...['workspace', 'stores', 'products', 'product_variants', 'stock', 'segments', 'segment_sizes', 'scoring'],
	...['trends', 'trend_arrivals', 'trend_changes', 'trend_groups', 'sources'],
	...[
		'journeys',
		'journey_versions',
		'destinations',
		'offers',
		'offer_codes',
		'operations',
		'fan_outs',
		'forms',
		'api_keys',
	],
	// Colleagues, not customers.
	...['users', 'accounts', 'sessions', 'verifications', 'rate_limits'],
];
/** Columns that stay: words of ours and of the journey's, never a customer's. Any other text or JSON has to be empty. */
const OURS: Record<string, string[]> = {
	audit_log: ['actor', 'action', 'subject'],
	commands: ['kind'],
	steps: ['node_id', 'port', 'why'],
	sends: ['key', 'node_id', 'reason'],
	calls: ['key', 'kind', 'node_id', 'reason', 'currency', 'provider_id'],
	vouchers: ['code', 'node_id', 'store_id', 'redeemed_at_store', 'offer_id', 'written', 'released_why'],
	redemption_conflicts: [...['code', 'offer_id', 'store_id', 'found', 'first_store_id', 'decision', 'decided_by']],
	stock_leases: ['node_id', 'product_id', 'sku', 'store_id', 'state', 'ended_why'],
	enrollments: ['node_id', 'parked_for', 'waiting_for', 'control', 'outcome', 'state', 'wake'],
};

type Column = { table: string; column: string; type: string; udt: string };
let columns: Column[];
beforeAll(async () => {
	await ensurePartitions([new Date()]);
	const { rows } = await db().execute<Column>(sql`
		select c.table_name as table, c.column_name as column, c.data_type as type, c.udt_name as udt
		from information_schema.columns c join pg_class k on k.relname = c.table_name and not k.relispartition
		join pg_namespace n on n.oid = k.relnamespace and n.nspname = c.table_schema
		where c.table_schema = 'public' and k.relkind in ('r', 'p') order by 1, c.ordinal_position`);
	columns = rows;
});
const tables = () => [...new Set(columns.map(({ table }) => table))];

test('every table is known to hold personal data, or none', () => {
	const known = [...PERSONAL_DATA.map(({ table }) => table), ...IMPERSONAL];
	expect(tables().filter((table) => !known.includes(table) && !table.startsWith('__'))).toEqual([]);
	expect(known.filter((table) => !tables().includes(table))).toEqual([]);
});
test('and a table that names a customer is among the personal ones', () => {
	const naming = columns.filter(({ column }) => column === 'customer_id' || column === 'enrollment_id');
	expect(naming.map(({ table }) => table).filter((table) => IMPERSONAL.includes(table))).toEqual([]);
});

let markers = 0;
const marked = new Set<string>();
function marker(): string {
	const text = `marker${String(++markers).padStart(4, '0')}x`;
	marked.add(text);
	return text;
}

/** A row in every personal table, with a marker of its own in whatever could hold a word of hers. */
async function plant(id: string): Promise<{ enrollment: string; email: string }> {
	const enrollment = uuid();
	const email = `${marker()}@example.test`;
	const seq = 9_000_000 + markers;
	const payload = uuid();
	const given: Record<string, Record<string, unknown>> = {
		customers: { id, merged_into: null, erased_at: null },
		identities: { kind: 'email', value: email, brought_by: null },
		enrollments: { id: enrollment, status: 'waiting', run: 0, wait_seq: 1 },
		outbox: { recipient: email },
		events: { seq },
		event_ids: { seq },
		audit_log: { subject: id },
		merges: { master_id: id, other_id: uuid(), undone_at: null },
		sends: { state: 'calling' },
		steps: { why: `“${marker()}” is not a number` },
		source_payloads: { id: payload },
		source_payload_customers: { payload_id: payload },
	};
	await db().transaction(async (tx) => {
		await tx.execute(sql`set local session_replication_role = 'replica'`);
		for (const { table } of PERSONAL_DATA) {
			const row: Record<string, unknown> = {};
			for (const { column, type, udt } of columns.filter((each) => each.table === table)) {
				if (column in (given[table] ?? {})) continue;
				if (OURS[table]?.includes(column) && (type === 'text' || type === 'jsonb' || type === 'ARRAY'))
					row[column] = type === 'text' ? `${column}-${uuid()}` : type === 'jsonb' ? {} : [];
				else row[column] = await valueFor(type, udt);
				if (column === 'customer_id') row[column] = id;
				if (column === 'enrollment_id') row[column] = enrollment;
			}
			Object.assign(row, given[table]);
			await tx.execute(sql`
				insert into ${sql.identifier(table)}
				select * from jsonb_populate_record(null::${sql.identifier(table)}, ${JSON.stringify(row)}::jsonb)`);
		}
	});
	return { enrollment, email };
}
async function valueFor(type: string, udt: string): Promise<unknown> {
	if (type === 'text') return marker();
	if (type === 'jsonb') return { said: marker(), [marker()]: 1 };
	if (type === 'ARRAY') return [marker()];
	if (type === 'uuid') return uuid();
	if (type === 'boolean') return false;
	if (type === 'USER-DEFINED') {
		const { rows } = await db().execute<{ label: string }>(sql`
			select e.enumlabel as label from pg_enum e join pg_type t on t.oid = e.enumtypid where t.typname = ${udt} order by e.enumsortorder limit 1`);
		return rows[0]?.label;
	}
	return type.startsWith('timestamp') ? new Date().toISOString() : 1 + Math.floor(Math.random() * 1e6);
}

/** What of the markers any table still says. */
async function left(of: Iterable<string>): Promise<string[]> {
	const found: string[] = [];
	for (const table of tables()) {
		const { rows } = await db().execute<{ row: string }>(
			sql`select to_jsonb(t)::text as row from ${sql.identifier(table)} t`,
		);
		const text = rows.map(({ row }) => row).join();
		found.push(...[...of].filter((one) => text.includes(one)).map((one) => `${table}: ${one}`));
	}
	return found;
}

describe('erasing a person', () => {
	test('leaves none of the words of hers that were planted in every table, and the others’ untouched', async () => {
		const [ada, zoe] = [uuid(), uuid()];
		await plant(zoe);
		const hers = new Set(marked);
		marked.clear();
		const { enrollment, email } = await plant(ada);
		expect(marked.size).toBeGreaterThan(50);
		expect(new Set((await left(marked)).map((one) => one.split(': ')[1])).size).toBe(marked.size);

		expect(await eraseCustomer(db(), ada, 'api-key:test')).toBe(ada);
		expect(await left(marked)).toEqual([]);
		expect(new Set((await left(hers)).map((one) => one.split(': ')[1])).size).toBe(hers.size);

		const { rows } = await db().execute(sql`select status, outcome, run from enrollments where id = ${enrollment}`);
		expect(rows).toEqual([{ status: 'stopped', outcome: 'erased', run: 1 }]);
		const { rows: sent } = await db().execute(sql`select state, reason from sends where customer_id = ${ada}`);
		expect(sent).toEqual([{ state: 'unknown', reason: 'erased' }]);
		const { rows: told } = await db().execute(sql`
			select actor, action, detail from audit_log where subject = ${ada} and action = 'customer.erase'`);
		expect(told).toEqual([{ actor: 'api-key:test', action: 'customer.erase', detail: {} }]);
		expect(await customersByIdentity(db(), 'email', email)).toEqual([]);
		await expect(customerPicture(db(), ada, Date.now())).rejects.toThrow(NotFoundError);
		await expect(eraseCustomer(db(), ada, 'system')).rejects.toThrow(NotFoundError);
		expect((await listCustomers(db(), { search: ada })).rows).toEqual([]);
	});
	const say = async (messageId: string) => {
		const receivedAt = Date.now();
		const raw = {
			...{ type: 'identify', userId: 'back', anonymousId: 'back-a', messageId },
			traits: { email: 'back@example.test' },
		};
		const calls = [
			readCall({ type: 'track', event: 'Product Viewed', anonymousId: 'back-a' }, { receivedAt }),
			readCall(raw, { receivedAt }),
		];
		await ingest(db(), calls, { source: 'test', receivedAt: new Date(receivedAt), history: false });
		const [id] = await customersByIdentity(db(), 'user_id', 'back');
		return id ?? '';
	};
	test('makes a new customer of her who comes back, with nothing of before', async () => {
		const before = await say('back-1');
		await eraseCustomer(db(), before, 'system');
		const after = await say('back-2');
		expect(after).not.toBe(before);
		const { data } = await exportCustomer(db(), after, 'system');
		expect(data).toMatchObject({ events: [{}, {}], consents: [] });
	});
	test('forgets which order claimed what was kept for her, and still knows that one did', async () => {
		const receivedAt = Date.now();
		const call = readCall({ type: 'track', event: 'Product Viewed', userId: 'kept' }, { receivedAt });
		await ingest(db(), [call], { source: 'test', receivedAt: new Date(receivedAt), history: false });
		const [customerId = ''] = await customersByIdentity(db(), 'user_id', 'kept');
		await db()
			.insert(stores)
			.values({
				...{ id: 'kept', name: 'Lyon', address: '1 rue', postalCode: '69001', city: 'Lyon', country: 'FR' },
				...{ latitude: 45.7, longitude: 4.8, timeZone: 'Europe/Paris' },
			});
		const instants = { leasedAt: new Date(), until: new Date(), endedAt: new Date() };
		await db()
			.insert(stockLeases)
			.values({
				...{ id: uuid(), enrollmentId: uuid(), nodeId: 'lease', visit: 1, customerId, storeId: 'kept' },
				...{ productId: 'shoe', quantity: 1, state: 'claimed', endedWhy: 'order:kept-order-7', ...instants },
			});
		await eraseCustomer(db(), customerId, 'system');
		expect(await left(['kept-order-7'])).toEqual([]);
		const [row] = await db().select().from(stockLeases).where(eq(stockLeases.customerId, customerId));
		expect(row?.endedWhy).toBe('order');
	});
	test('takes along what a till sent of her that could not be mapped, and not what it sent of others', async () => {
		const receivedAt = new Date();
		const raw = { type: 'identify', userId: 'kate-77', traits: { email: 'Kate@example.test', phone: '+33612345678' } };
		const call = readCall(raw, { receivedAt: receivedAt.getTime() });
		await ingest(db(), [call], { source: 'test', receivedAt, history: false });
		const [customerId = ''] = await customersByIdentity(db(), 'user_id', 'kate-77');
		const { id } = await createSource(db(), { name: 'Till of Kate', template: 'empty', secret: null }, 'system');
		const sent: JsonObject[] = [
			{ word: 'by-email', lines: [{ to: { mail: ' KATE@example.test' } }] },
			{ word: 'by-phone', tel: '06 12 34 56 78' },
			{ word: 'by-account', buyer: 'kate-77' },
			{ word: 'of-another', mail: 'ann@example.test', tel: '06 99 99 99 99', note: 'kate' },
		];
		await receivePayloads(db(), id, sent, { receivedAt, topic: null });
		const { data } = await exportCustomer(db(), customerId, 'system');
		expect(data).toMatchObject({ source_payloads: [{}, {}, {}] });
		await eraseCustomer(db(), customerId, 'system');
		expect(await left(sent.map(({ word }) => String(word)))).toEqual(['source_payloads: of-another']);
	});
	test('takes along everybody who was merged into her', async () => {
		const receivedAt = new Date();
		const take = (raw: Record<string, unknown>) =>
			ingest(
				db(),
				[readCall({ type: 'track', event: 'Product Viewed', ...raw }, { receivedAt: receivedAt.getTime() })],
				{
					...{ source: 'test', receivedAt, history: false },
				},
			);
		await take({ anonymousId: 'whole-browser', properties: { name: 'whole-shoe' } });
		await take({ userId: 'whole-account' });
		await take({ userId: 'whole-account', anonymousId: 'whole-browser' });
		const [id = ''] = await customersByIdentity(db(), 'user_id', 'whole-account');
		const { data } = await exportCustomer(db(), id, 'system');
		expect(JSON.stringify(data)).toContain('whole-shoe');
		await eraseCustomer(db(), id, 'system');
		expect(await left(['whole-shoe', 'whole-browser', 'whole-account'])).toEqual([]);
	});
});

import { sql } from 'drizzle-orm';
import { describe, expect, test, vi } from 'vitest';
import { closeDb, db } from '@/db/client';
import { GET } from './route';

// Next's own, which only works inside a request of its server.
vi.mock('next/server', () => ({ connection: async () => {} }));

describe('an installation', () => {
	test('is ready when its database answers and is migrated', async () => {
		const response = await GET();
		expect(response.status).toBe(200);
		expect(await response.json()).toEqual({ status: 'ready', database: 'ok' });
	});
	test('is not ready while migrations of this version are missing', async () => {
		await db().execute(sql`update drizzle.__drizzle_migrations set created_at = created_at - 1`);
		const response = await GET();
		expect(response.status).toBe(503);
		expect(await response.json()).toEqual({ status: 'not-ready', database: 'not migrated' });
		await db().execute(sql`update drizzle.__drizzle_migrations set created_at = created_at + 1`);
	});
	test('is not ready while nothing was ever migrated', async () => {
		await db().execute(sql`alter schema drizzle rename to away`);
		expect(await (await GET()).json()).toEqual({ status: 'not-ready', database: 'not migrated' });
		await db().execute(sql`alter schema away rename to drizzle`);
	});
	test('is not ready while its database is away', async () => {
		await closeDb();
		const { Pool } = await import('pg');
		const away = vi.spyOn(Pool.prototype, 'connect').mockImplementation(() => {
			throw new Error('connect ECONNREFUSED');
		});
		const response = await GET();
		away.mockRestore();
		expect(response.status).toBe(503);
		expect(await response.json()).toEqual({ status: 'not-ready', database: 'unreachable' });
	});
});

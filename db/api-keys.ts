import { createHash, randomBytes } from 'node:crypto';
import { and, desc, eq, isNull } from 'drizzle-orm';
import { v7 as uuid } from 'uuid';
import type { Tx } from './client';
import { apiKeys } from './schema';

/** `write`: may send events, and is seen by anybody who reads the site's source. `secret`: may do all the API does. */
export type KeyKind = 'write' | 'secret';

/** Makes a key and answers it whole, for the only time: what is kept is its hash. */
export async function createKey(tx: Tx, { kind, name }: { kind: KeyKind; name: string }): Promise<string> {
	const key = `${kind === 'write' ? 'pwk' : 'psk'}_${randomBytes(24).toString('base64url')}`;
	await tx
		.insert(apiKeys)
		.values({ id: uuid(), kind, name, hash: hashOf(key), prefix: key.slice(0, 4), last4: key.slice(-4) });
	return key;
}

export async function listKeys(tx: Tx) {
	const shown = {
		id: apiKeys.id,
		kind: apiKeys.kind,
		name: apiKeys.name,
		prefix: apiKeys.prefix,
		last4: apiKeys.last4,
		createdAt: apiKeys.createdAt,
	};
	return tx.select(shown).from(apiKeys).where(isNull(apiKeys.revokedAt)).orderBy(desc(apiKeys.createdAt));
}

export async function revokeKey(tx: Tx, id: string): Promise<void> {
	await tx.update(apiKeys).set({ revokedAt: new Date() }).where(eq(apiKeys.id, id));
	known.clear();
}

/** A revoked key works at most this much longer, in processes that did not revoke it. */
const REMEMBER_MS = 10_000;
const known = new Map<string, { id: string; kind: KeyKind; until: number }>();

/** Whose key it is; null for one that does not exist or was revoked. Remembered for a moment: ingest asks with every request. */
export async function verifyKey(tx: Tx, key: string): Promise<{ id: string; kind: KeyKind } | null> {
	const hash = hashOf(key);
	const remembered = known.get(hash);
	if (remembered && remembered.until > Date.now()) return remembered;
	const [row] = await tx
		.select({ id: apiKeys.id, kind: apiKeys.kind })
		.from(apiKeys)
		.where(and(eq(apiKeys.hash, hash), isNull(apiKeys.revokedAt)));
	if (!row) return null;
	if (known.size > 1000) known.clear();
	known.set(hash, { ...row, until: Date.now() + REMEMBER_MS });
	return row;
}

function hashOf(key: string): string {
	return createHash('sha256').update(key).digest('hex');
}

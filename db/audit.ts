import { v7 as uuid } from 'uuid';
import type { JsonObject } from '@/lib/event';
import type { Tx } from './client';
import { auditLog } from './schema';

/** Writes down who did what, in the transaction that does it. `actor`: a member's id, `api-key:<id>` or `system`. */
export async function audit(
	tx: Tx,
	actor: string,
	action: string,
	subject: string,
	detail: JsonObject = {},
): Promise<void> {
	await tx.insert(auditLog).values({ id: uuid(), actor, action, subject, detail });
}

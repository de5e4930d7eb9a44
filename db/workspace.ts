import { and, eq, sql } from 'drizzle-orm';
import { ConflictError } from '@/lib/errors';
import { type WorkspaceSettings, workspaceSettings } from '@/lib/settings';
import { audit } from './audit';
import type { Db, Tx } from './client';
import { workspace } from './schema';
import { renameDefaultSegments } from './segments';

/** The retailer's settings as a column of a query; for `readWorkspace`. */
export const workspaceJson = sql<string | null>`(select settings::text from ${workspace} where id = 1)`;

let latest: { text: string | null; settings: WorkspaceSettings } | undefined;

/** They are read with every step and seldom change: parsed again only then. The defaults until somebody saved some. */
export function readWorkspace(text: string | null): WorkspaceSettings {
	if (latest?.text !== text || !latest)
		latest = { text, settings: workspaceSettings.parse(text ? JSON.parse(text) : {}) };
	return latest.settings;
}

/** The retailer's settings; the defaults until somebody saved some. */
export async function getWorkspaceSettings(tx: Tx): Promise<WorkspaceSettings> {
	const { rows } = await tx.execute<{ text: string | null }>(sql`select ${workspaceJson} as text`);
	return readWorkspace(rows[0]?.text ?? null);
}

/** The settings with the revision that a save must name; 0 until somebody saved some. */
export async function getWorkspace(tx: Tx): Promise<{ settings: WorkspaceSettings; revision: number }> {
	const [row] = await tx
		.select({ settings: workspace.settings, revision: workspace.revision })
		.from(workspace)
		.where(eq(workspace.id, 1));
	return { settings: workspaceSettings.parse(row?.settings ?? {}), revision: row?.revision ?? 0 };
}

/**
 * Saves the settings when nobody else saved some meanwhile, and answers the new revision.
 *
 * @throws ConflictError when `revision` is not the latest.
 */
export async function saveWorkspace(
	db: Db,
	{ settings, revision }: { settings: WorkspaceSettings; revision: number },
	actor: string,
): Promise<number> {
	return db.transaction(async (tx) => {
		const before = await getWorkspace(tx);
		const values = { settings, revision: revision + 1, updatedAt: new Date() };
		const saved =
			revision === 0
				? await tx
						.insert(workspace)
						.values({ id: 1, ...values })
						.onConflictDoNothing()
						.returning({ id: workspace.id })
				: await tx
						.update(workspace)
						.set(values)
						.where(and(eq(workspace.id, 1), eq(workspace.revision, revision)))
						.returning({ id: workspace.id });
		if (saved.length === 0)
			throw new ConflictError({
				en: 'Somebody else saved the settings meanwhile.',
				fr: 'Quelqu’un d’autre a enregistré les réglages entre-temps.',
			});
		if (settings.locale !== before.settings.locale) await renameDefaultSegments(tx, settings.locale);
		const then = new Map(Object.entries(before.settings).map(([name, value]) => [name, JSON.stringify(value)]));
		const changed = Object.entries(settings).filter(([name, value]) => then.get(name) !== JSON.stringify(value));
		await audit(tx, actor, 'settings.update', 'workspace', { changed: changed.map(([name]) => name) });
		return values.revision;
	});
}

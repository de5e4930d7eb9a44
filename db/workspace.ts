import { eq } from 'drizzle-orm';
import { type WorkspaceSettings, workspaceSettings } from '@/lib/settings';
import type { Tx } from './client';
import { workspace } from './schema';

/** The retailer's settings; the defaults until somebody saved some. */
export async function getWorkspaceSettings(tx: Tx): Promise<WorkspaceSettings> {
	const [row] = await tx.select({ settings: workspace.settings }).from(workspace).where(eq(workspace.id, 1));
	return workspaceSettings.parse(row?.settings ?? {});
}

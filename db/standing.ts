import { eq, sql } from 'drizzle-orm';
import type { WorkspaceSettings } from '@/lib/settings';
import type { Tx } from './client';
import { type Profile, profileJson, readProfile } from './profiles';
import { enrollments, journeys } from './schema';
import { loadVersion, type Version } from './versions';
import { readWorkspace, workspaceJson } from './workspace';

/** An enrollment with all that is decided about it by: one statement, so that its parts are of one instant. */
export type Standing = {
	row: typeof enrollments.$inferSelect;
	version: Version;
	/** Her who is in it, or whom she was merged into. */
	profile: Profile;
	/** The journey's. */
	status: string;
	workspace: WorkspaceSettings;
};

/** @throws Error when there is no such enrollment. */
export async function loadStanding(tx: Tx, enrollmentId: string): Promise<Standing> {
	const [found] = await tx
		.select({
			row: enrollments,
			status: journeys.status,
			profile: profileJson(sql`${enrollments.customerId}`),
			workspace: workspaceJson,
		})
		.from(enrollments)
		.leftJoin(journeys, eq(journeys.id, enrollments.journeyId))
		.where(eq(enrollments.id, enrollmentId));
	if (!found) throw new Error(`no enrollment ${enrollmentId}`);
	return {
		row: found.row,
		version: await loadVersion(tx, found.row.versionId),
		profile: readProfile(found.profile),
		status: found.status ?? 'stopped',
		workspace: readWorkspace(found.workspace),
	};
}

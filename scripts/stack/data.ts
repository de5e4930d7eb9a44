import { rmSync } from 'node:fs';
import type { DataPaths } from './paths';
import { removeCluster } from './postgres';
import { stopLeftovers, takeLock } from './registry';

/**
 * Removes all embedded data: database, journeys under way, secrets, credentials, logs. Builds stay, they hold none.
 *
 * @throws StackError while a stack runs on it.
 */
export async function emptyData(paths: DataPaths): Promise<void> {
	const unlock = takeLock(paths, '');
	try {
		await stopLeftovers(paths);
		removeCluster(paths);
		const { temporal, credentials, secrets, logs, seeding } = paths;
		for (const file of [temporal, `${temporal}-wal`, `${temporal}-shm`, credentials, secrets, logs, seeding])
			rmSync(file, { recursive: true, force: true });
	} finally {
		unlock();
	}
}

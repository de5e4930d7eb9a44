import { db } from '@/db/client';
import { loadProfile } from '@/db/profiles';
import { createTask } from '@/db/store-tasks';
import { addDuration } from '@/lib/duration';
import { renderTemplate } from '@/lib/template';
import { defineRun, type RunResult } from '../define';
import node from './node';

export default defineRun(
	node,
	async ({ config, key, enrollmentId, trigger, clock, facts, variables }): Promise<RunResult> => {
		const known = await variables();
		const { customer } = await facts();
		const dueAt = new Date(addDuration(clock, config.within, customer.timeZone ?? 'UTC'));
		const task = await createTask(db(), {
			...{ key, enrollmentId, trigger, dueAt, store: config.store },
			customer: await loadProfile(db(), customer.id),
			title: (await renderTemplate('plain', config.title, known)).trim(),
			note: (await renderTemplate('plain', config.note, known)).trim(),
		});
		return task
			? { port: 'asked', evidence: { task: task.id, store: task.storeId, due: dueAt.toISOString() } }
			: { port: 'failed', why: 'no-store' };
	},
);

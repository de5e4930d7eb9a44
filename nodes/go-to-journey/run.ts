import { defineRun, type RunResult } from '../define';
import node from './node';

export default defineRun(node, async ({ config, goTo }): Promise<RunResult> => {
	const went = await goTo(config.journey);
	return went.gone
		? { port: 'gone', evidence: { enrollment: went.enrollmentId } }
		: { port: 'refused', why: went.why, evidence: { journey: config.journey } };
});

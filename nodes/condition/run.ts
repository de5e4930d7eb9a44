import { judge } from '@/lib/evaluate';
import { defineRun } from '../define';
import node, { ELSE_PORT, UNKNOWN_PORT } from './node';

export default defineRun(node, async ({ config, facts }) => {
	const known = await facts(...config.branches.map((b) => b.when));
	let otherwise = ELSE_PORT;
	for (const { port, when } of config.branches) {
		const verdict = judge(when, known);
		if (verdict === true) return { port };
		if (verdict === 'unknown') otherwise = UNKNOWN_PORT;
	}
	return { port: otherwise };
});

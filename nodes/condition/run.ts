import { evaluate, historyNeeds } from '@/lib/condition';
import { defineRun } from '../define';
import node, { ELSE_PORT } from './node';

export default defineRun(node, async ({ config, facts }) => {
	const known = await facts(config.branches.flatMap((b) => historyNeeds(b.when)));
	const taken = config.branches.find((b) => evaluate(b.when, known));
	return { port: taken?.port ?? ELSE_PORT };
});

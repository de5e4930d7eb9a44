import { z } from 'zod';
import { says } from '@/lib/issue-text';
import { type ConfigProblem, defineNode } from '../define';

const config = z.object({
	branches: z
		.array(
			z.object({
				port: z
					.string()
					.regex(
						/^[a-z0-9][a-z0-9-]{0,39}$/,
						says('use lower-case letters, digits and -', 'utilisez des minuscules, des chiffres et -'),
					)
					.meta({ label: { en: 'Exit name', fr: 'Nom de la sortie' } }),
				weight: z
					.number()
					.int()
					.min(0)
					.max(100)
					.meta({ label: { en: 'Share (%)', fr: 'Part (%)' }, field: 'percent' }),
			}),
		)
		.min(2, says('a split needs at least two exits', 'une répartition a au moins deux sorties'))
		.max(10)
		.meta({ label: { en: 'Shares', fr: 'Parts' }, itemLabel: { en: 'share', fr: 'part' } }),
});

export default defineNode({
	type: 'random-split',
	version: 1,
	kind: 'decision',
	icon: 'shuffle',
	label: { en: 'Random split', fr: 'Répartition aléatoire' },
	description: {
		en: 'Sends a share of customers each way, to test one idea against another. The same customer always goes the same way.',
		fr: 'Envoie une part des clients de chaque côté, pour comparer deux idées. Un même client part toujours du même côté.',
	},
	config,
	defaults: {
		branches: [
			{ port: 'a', weight: 50 },
			{ port: 'b', weight: 50 },
		],
	},
	ports: (c) => c.branches.map((b) => ({ id: b.port, label: `${b.port.toUpperCase()} · ${b.weight} %` })),
	summary: (c) => c.branches.map((b) => `${b.port.toUpperCase()} ${b.weight} %`).join(' · '),
	compile: (c) => ({ op: 'split', weights: c.branches.map((b) => [b.port, b.weight]) }),
	check: (c) => {
		const problems: ConfigProblem[] = [];
		const total = c.branches.reduce((sum, b) => sum + b.weight, 0);
		if (total !== 100)
			problems.push({
				severity: 'error',
				field: 'branches',
				message: { en: `The shares add up to ${total} %, not 100 %.`, fr: `Les parts font ${total} %, pas 100 %.` },
			});
		c.branches.forEach((b, i) => {
			if (c.branches.findIndex((other) => other.port === b.port) !== i)
				problems.push({
					severity: 'error',
					field: `branches.${i}.port`,
					message: {
						en: `Two exits are called “${b.port}”: give each its own name.`,
						fr: `Deux sorties s’appellent « ${b.port} » : donnez à chacune son nom.`,
					},
				});
		});
		return problems;
	},
});

import { z } from 'zod';
import { rule } from '@/lib/condition';
import { says } from '@/lib/issue-text';
import { mayBeUnknown } from '@/lib/rule-needs';
import { hasEmptyGroup } from '@/lib/rule-problems';
import { sayRule } from '@/lib/say-rule';
import { type ConfigProblem, defineNode } from '../define';

/** The port when no branch holds. */
export const ELSE_PORT = 'else';
/** The port when no branch holds, but one might: a stock figure is too old, a store is not known. Only drawn where that can be. */
export const UNKNOWN_PORT = 'unknown';

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
					.meta({ label: { en: 'Exit name', fr: 'Nom de la sortie' }, placeholder: { en: 'yes', fr: 'oui' } }),
				when: rule.meta({ label: { en: 'When', fr: 'Quand' }, field: 'rule', subjects: ['customer', 'trigger'] }),
			}),
		)
		.min(1, says('add at least one branch', 'ajoutez au moins une branche'))
		.max(10)
		.meta({
			label: { en: 'Branches', fr: 'Branches' },
			help: { en: 'The first branch that holds is taken.', fr: 'La première branche vraie est prise.' },
			itemLabel: { en: 'branch', fr: 'branche' },
		}),
});

export default defineNode({
	type: 'condition',
	version: 1,
	kind: 'decision',
	icon: 'split',
	label: { en: 'Condition', fr: 'Condition' },
	description: {
		en: 'Sends customers different ways: who they are, what they bought, what they agreed to.',
		fr: 'Oriente les clients selon qui ils sont, ce qu’ils ont acheté, ce qu’ils ont accepté.',
	},
	config,
	defaults: { branches: [{ port: 'yes', when: { type: 'all', rules: [] } }] },
	ports: (c) => [
		...c.branches.map((b) => ({ id: b.port, label: b.port })),
		...(c.branches.some((b) => mayBeUnknown(b.when))
			? [{ id: UNKNOWN_PORT, label: { en: 'Unknown', fr: 'Inconnu' } }]
			: []),
		{ id: ELSE_PORT, label: { en: 'Otherwise', fr: 'Sinon' } },
	],
	summary: (c, locale, names) =>
		c.branches
			.map((b) => `${b.port} : ${sayRule(b.when, locale, names)}`.replace(' :', locale === 'fr' ? ' :' : ':'))
			.join(' · '),
	compile: () => ({ op: 'act', type: 'condition', local: true }),
	check: (c) => {
		const problems: ConfigProblem[] = [];
		const ports = c.branches.map((b) => b.port);
		const taken = c.branches.some((b) => mayBeUnknown(b.when)) ? [ELSE_PORT, UNKNOWN_PORT] : [ELSE_PORT];
		c.branches.forEach((branch, i) => {
			if (ports.indexOf(branch.port) !== i || taken.includes(branch.port))
				problems.push({
					severity: 'error',
					field: `branches.${i}.port`,
					message: {
						en: `Two exits are called “${branch.port}”: give each its own name.`,
						fr: `Deux sorties s’appellent « ${branch.port} » : donnez à chacune son nom.`,
					},
				});
			if (hasEmptyGroup(branch.when))
				problems.push({
					severity: 'error',
					field: `branches.${i}.when`,
					message: { en: `Say when “${branch.port}” is taken.`, fr: `Dites quand « ${branch.port} » est prise.` },
				});
		});
		return problems;
	},
});

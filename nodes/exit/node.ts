import { z } from 'zod';
import { says } from '@/lib/issue-text';
import { defineNode } from '../define';

export default defineNode({
	type: 'exit',
	version: 1,
	kind: 'exit',
	icon: 'flag',
	label: { en: 'Exit', fr: 'Sortie' },
	description: {
		en: 'Ends the journey and says how it ended.',
		fr: 'Termine le parcours et dit comment il s’est terminé.',
	},
	config: z.object({
		outcome: z
			.string()
			.trim()
			.min(1, says('name the outcome', 'nommez l’issue'))
			.max(60)
			.meta({ label: { en: 'Outcome', fr: 'Issue' }, placeholder: { en: 'converted', fr: 'converti' } }),
	}),
	defaults: { outcome: 'completed' },
	ports: () => [],
	summary: (c, locale) => (locale === 'fr' ? `Terminer : ${c.outcome}` : `End as ${c.outcome}`),
	compile: (c) => ({ op: 'end', outcome: c.outcome }),
});

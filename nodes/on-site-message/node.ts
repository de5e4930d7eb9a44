import { z } from 'zod';
import { positiveDuration } from '@/lib/duration';
import { says } from '@/lib/issue-text';
import { isAboutHer } from '@/lib/template';
import { type ConfigProblem, defineNode } from '../define';
import { templateProblems } from '../template-problems';

const word = z
	.string()
	.regex(
		/^[a-z0-9]+([_-][a-z0-9]+)*$/,
		says('use small letters, digits and -', 'utilisez des minuscules, des chiffres et -'),
	);

const config = z.object({
	name: word.max(60).meta({
		label: { en: 'Name', fr: 'Nom' },
		help: {
			en: 'The site sends it with Message Displayed and Message Clicked: waits tell messages by it.',
			fr: 'Le site l’envoie avec Message Displayed et Message Clicked : les attentes reconnaissent le message à ce nom.',
		},
		placeholder: { en: 'welcome-back', fr: 'bon-retour' },
	}),
	slot: word.max(40).meta({
		label: { en: 'Place', fr: 'Emplacement' },
		help: { en: 'As the site or app calls it.', fr: 'Comme le site ou l’application le nomme.' },
		placeholder: { en: 'home-banner', fr: 'banniere-accueil' },
	}),
	title: z
		.string()
		.trim()
		.min(1, says('write the title', 'écrivez le titre'))
		.max(120)
		.meta({ label: { en: 'Title', fr: 'Titre' }, field: 'template' }),
	body: z
		.string()
		.max(600)
		.default('')
		.meta({ label: { en: 'Text', fr: 'Texte' }, field: 'template' }),
	link: z
		.string()
		.trim()
		.max(1000)
		.default('')
		.meta({
			label: { en: 'Leads to', fr: 'Mène à' },
			field: 'template',
			placeholder: { en: '/collections/autumn', fr: '/collections/automne' },
		}),
	validFor: positiveDuration.meta({ label: { en: 'Shown for', fr: 'Affiché pendant' } }),
	maxDisplays: z
		.number()
		.int()
		.min(0)
		.max(1000)
		.default(5)
		.meta({
			label: { en: 'At most so many times', fr: 'Au plus tant de fois' },
			help: { en: '0: as often as she comes. A click ends it.', fr: '0 : à chaque visite. Un clic y met fin.' },
		}),
	priority: z
		.number()
		.int()
		.min(-100)
		.max(100)
		.default(0)
		.meta({
			label: { en: 'Priority', fr: 'Priorité' },
			help: {
				en: 'Of two messages for one place the higher comes first.',
				fr: 'De deux messages pour un même emplacement, le plus élevé passe d’abord.',
			},
			advanced: true,
		}),
});

export default defineNode({
	type: 'on-site-message',
	version: 1,
	kind: 'message',
	icon: 'panel-top',
	label: { en: 'Show on the site', fr: 'Afficher sur le site' },
	description: {
		en: 'Places a message that your site or app shows the customer when she comes, known or still anonymous.',
		fr: 'Place un message que votre site ou application montre au client à sa venue, connu ou encore anonyme.',
	},
	config,
	defaults: { name: '', slot: '', title: '', body: '', link: '', validFor: 'P7D', maxDisplays: 5, priority: 0 },
	ports: () => [
		{ id: 'placed', label: { en: 'Placed', fr: 'Placé' } },
		{ id: 'failed', label: { en: 'Failed', fr: 'Échec' } },
	],
	summary: (c) => [c.slot, c.title].filter(Boolean).join(' · '),
	// Only Postgres is written to, under the step's key: a local activity does.
	compile: () => ({ op: 'act', type: 'on-site-message', local: true }),
	check: (c) =>
		(['title', 'body', 'link'] as const).flatMap((field): ConfigProblem[] => [
			...templateProblems(field, c[field]),
			...(isAboutHer(c[field])
				? [
						{
							severity: 'warning' as const,
							field,
							message: {
								en: 'This is about her, so only your servers get the message, with the secret key: a page’s key is anybody’s.',
								fr: 'Ceci parle d’elle : seuls vos serveurs obtiennent le message, avec la clé secrète, car tous peuvent lire celle d’une page.',
							},
						},
					]
				: []),
		]),
});

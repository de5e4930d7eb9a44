import { checkTemplate } from '@/lib/template';
import type { ConfigProblem } from './define';

/** What a template in a node's configuration says to the marketer: broken ones block publishing, unknown variables deserve a look. */
export function templateProblems(field: string, source: string): ConfigProblem[] {
	const { error, unknown } = checkTemplate(source);
	if (error !== null)
		return [
			{
				severity: 'error',
				field,
				message: { en: `The template cannot be read: ${error}`, fr: `Le modèle est illisible : ${error}` },
			},
		];
	return unknown.map((name) => ({
		severity: 'warning',
		field,
		message: {
			en: `“${name}” is not known and will stay empty. Variables start with customer, event, voucher, lease, store or brand.`,
			fr: `« ${name} » est inconnu et restera vide. Les variables commencent par customer, event, voucher, lease, store ou brand.`,
		},
	}));
}

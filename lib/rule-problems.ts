import type { Rule } from './condition';
import type { Text } from './text';

/** A group that says nothing is always or never true, which nobody who drew it meant. */
export function hasEmptyGroup(rule: Rule): boolean {
	if ('rules' in rule) return rule.rules.length === 0 || rule.rules.some(hasEmptyGroup);
	if (rule.type !== 'history' && rule.type !== 'history-value') return false;
	const filters = [rule.where, ...(rule.without ?? []).map(({ where }) => where)];
	return filters.some((where) => where !== undefined && hasEmptyGroup(where));
}

type Found = { severity: 'error'; field: string; message: Text };

/** What a filter says to the marketer. One that was opened and left empty lets everything through, and may stay. */
export function filterProblems(field: string, where: Rule | undefined): Found[] {
	if (!where || (where.type === 'all' && where.rules.length === 0) || !hasEmptyGroup(where)) return [];
	return [
		{
			severity: 'error',
			field,
			message: {
				en: 'A group of this filter is empty: add a rule to it, or remove it.',
				fr: 'Un groupe de ce filtre est vide : ajoutez-y une règle ou supprimez-le.',
			},
		},
	];
}

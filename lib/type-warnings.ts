import { z } from 'zod';
import type { Problem } from './check';
import { OPERATORS, type Scalar, scalar } from './compare';
import { CUSTOMER_FACTS, sayCustomerPath } from './customer-words';
import type { Graph } from './graph';
import type { SeenEvent, SeenProperty } from './seen';
import type { Locale, Text } from './text';
import { unlike, type ValueKind } from './value-kind';

/** What really came in. */
export type Seen = { events: readonly SeenEvent[]; traits: readonly SeenProperty[] };

const KIND_WORDS: Record<ValueKind, Record<Locale, string>> = {
	text: { en: 'text', fr: 'un texte' },
	number: { en: 'a number', fr: 'un nombre' },
	boolean: { en: 'yes/no', fr: 'un oui/non' },
	list: { en: 'a list', fr: 'une liste' },
	object: { en: 'an object', fr: 'un objet' },
};

/** A test that compares a property with a value; of a history’s value, the events are its own. */
const comparison = z.object({
	type: z.enum(['property', 'history-value']),
	of: z.enum(['customer', 'event', 'trigger']).default('event'),
	path: z.string(),
	op: z.enum(OPERATORS),
	value: z.union([scalar, z.array(scalar)]),
});
type Comparison = z.infer<typeof comparison>;

/**
 * Comparisons in a drawing that can never hold, because what came in is of another kind than what it is compared with:
 * text is never compared with a number in silence. A warning each, at its step, with what to compare with instead.
 */
export function typeWarnings({ nodes, settings }: Graph, seen: Seen): Problem[] {
	const trigger =
		nodes.map(({ type, config }) => (type === 'event-trigger' ? config.event : null)).find(isText) ?? null;
	const warnings = (part: unknown): Problem[] =>
		comparisonsIn(part, null).flatMap(({ test, event }) => {
			const message = warning(test, kindsOf(test, test.of === 'trigger' ? trigger : (event ?? trigger), seen));
			return message ? [{ severity: 'warning', code: 'unlike-types', message }] : [];
		});
	return [
		...nodes.flatMap(({ id, config }) => warnings(config).map((problem) => ({ ...problem, nodeId: id }))),
		...settings.exits.flatMap((exit, index) => warnings(exit).map((one) => ({ ...one, field: `exits.${index}` }))),
	];
}

/** The comparisons of a configuration, whatever it is, each with the event that is at hand there. */
function comparisonsIn(part: unknown, event: string | null): { test: Comparison; event: string | null }[] {
	if (typeof part !== 'object' || part === null) return [];
	const own = 'event' in part && isText(part.event) ? part.event : event;
	const test = comparison.safeParse(part);
	return [
		...(test.success ? [{ test: test.data, event: own }] : []),
		...Object.values(part).flatMap((child) => comparisonsIn(child, own)),
	];
}

function kindsOf({ of, path }: Comparison, event: string | null, { events, traits }: Seen): readonly ValueKind[] {
	if (of !== 'customer')
		return events.find(({ name }) => name === event)?.properties.find((one) => one.path === path)?.kinds ?? [];
	const kinds = CUSTOMER_FACTS.find((fact) => fact.path === path)?.kinds;
	return kinds ?? traits.find((trait) => `traits.${trait.path}` === path)?.kinds ?? [];
}

function warning({ of, path, op, value }: Comparison, kinds: readonly ValueKind[]): Text | null {
	const found = unlike(kinds, op, value);
	if (!found) return null;
	const { is, compared, fix } = found;
	const words = (locale: Locale) => ({
		what: of === 'customer' ? sayCustomerPath(path, locale) : path,
		is: KIND_WORDS[is][locale],
		compared: KIND_WORDS[compared][locale],
		fix: fix === null ? null : shown(fix),
	});
	const [en, fr] = [words('en'), words('fr')];
	return {
		en: `“${en.what}” comes in as ${en.is} and is compared with ${en.compared} here: that never holds. ${en.fix === null ? `Compare it with ${en.is}.` : `Compare it with ${en.is}: ${en.fix}.`}`,
		fr: `«\u00a0${fr.what}\u00a0» arrive comme ${fr.is} et est comparé ici à ${fr.compared}\u00a0: ce n’est jamais vrai. ${fr.fix === null ? `Comparez-le à ${fr.is}.` : `Comparez-le à ${fr.is}\u00a0: ${fr.fix}.`}`,
	};
}

function shown(value: Scalar | Scalar[]): string {
	return (Array.isArray(value) ? value : [value]).map((one) => JSON.stringify(one)).join(', ');
}

function isText(value: unknown): value is string {
	return typeof value === 'string' && value !== '';
}

import { type Operator, type Reference, type Scalar, scalar, valuesAt } from './compare';
import type { PropertyTest, Rule } from './condition';
import type { EventFact } from './event';

type ReferringTest = PropertyTest & { value: Reference };

/** Whether a test compares with a property of the trigger's event. */
export function refersToTrigger(test: PropertyTest): test is ReferringTest {
	return typeof test.value === 'object' && !Array.isArray(test.value);
}

/** Tests that hold when another one does not. */
const OPPOSITES: Partial<Record<Operator, Operator>> = { 'not-equals': 'equals', 'not-contains': 'contains' };

/**
 * The same test, with the trigger's values in place of the reference: true when it holds for any of them. Without any,
 * nothing is equal to it, as nothing is equal to what is not there. Ids may be text or numbers, and one sender's 42 is
 * another's “42”: both are looked for.
 */
export function withTriggerValues(test: ReferringTest, trigger: EventFact | undefined): Rule {
	const opposite = OPPOSITES[test.op];
	const op = opposite ?? (test.op === 'one-of' ? 'equals' : test.op);
	const values = valuesAt(trigger?.properties, test.value.path).flatMap((value) => {
		const parsed = scalar.safeParse(value);
		if (!parsed.success || parsed.data === '') return [];
		return op === 'equals' ? spellings(parsed.data) : [parsed.data];
	});
	return { type: opposite ? 'none' : 'any', rules: values.map((value) => ({ ...test, op, value })) };
}

function spellings(id: Scalar): Scalar[] {
	if (typeof id === 'number') return [id, String(id)];
	return typeof id === 'string' && String(Number(id)) === id ? [id, Number(id)] : [id];
}

import { testValues, valuesAt } from './compare';
import type { Facts, PropertyTest, Rule } from './condition';
import { consentTo, DEFAULT_PURPOSE } from './consent';
import type { Json } from './event';
import { testHistory, testHistoryValue } from './history-tests';
import { judgeOperation } from './operation-test';
import { refersToTrigger, withTriggerValues } from './trigger-values';
import { both, either, not, type Verdict } from './verdict';
import { judgeDistance, judgePrice, judgeStock, judgeStore } from './world-tests';

/** Evaluates a rule in memory; what is unknown does not hold. Pure: same facts, same answer, in every host. */
export function evaluate(r: Rule, facts: Facts): boolean {
	return judge(r, facts) === true;
}

/**
 * The same, telling unknown from false: a stock figure may be too old, a store not be known. Kleene's logic: a group is
 * unknown only when the answer depends on what is.
 */
export function judge(r: Rule, facts: Facts): Verdict {
	switch (r.type) {
		case 'all':
			return both(r.rules, (child) => judge(child, facts));
		case 'any':
			return either(r.rules, (child) => judge(child, facts));
		case 'none':
			return not(either(r.rules, (child) => judge(child, facts)));
		case 'property':
			return refersToTrigger(r)
				? judge(withTriggerValues(r, facts.trigger), facts)
				: testValues(tested(r, facts), r.op, r.value);
		case 'consent':
			return consented(r, facts) === r.granted;
		case 'identity':
			return (
				(facts.identities ?? []).some(
					({ kind, verified }) => kind === r.kind && (r.verified === undefined || r.verified === verified),
				) === r.known
			);
		case 'lifecycle':
			return r.stages.includes(facts.customer.lifecycle);
		case 'segment':
			return facts.customer.segments.includes(r.segmentId) === r.in;
		case 'history':
			return testHistory(r, facts);
		case 'history-value':
			return testHistoryValue(r, facts);
		case 'stock':
			return judgeStock(r, facts);
		case 'store':
			return judgeStore(r, facts);
		case 'distance':
			return judgeDistance(r, facts);
		case 'price':
			return judgePrice(r, facts);
		case 'operation':
			return judgeOperation(r, facts);
	}
}

/** Consents to offers and news stand by themselves, so that a host which knows of no other need not sort them. */
function consented({ channel, purpose = DEFAULT_PURPOSE }: Extract<Rule, { type: 'consent' }>, facts: Facts): boolean {
	if (purpose === DEFAULT_PURPOSE) return facts.consents[channel] ?? false;
	return consentTo(facts.consentsTo ?? {}, channel, purpose);
}

/** The values that a test looks at. */
export function tested({ of, path }: PropertyTest, facts: Facts): Json[] {
	return valuesAt(subject(of, facts), path);
}

function subject(of: PropertyTest['of'], facts: Facts): Json | undefined {
	switch (of) {
		case 'customer':
			return facts.customer;
		case 'event':
			return facts.event?.properties;
		case 'trigger':
			return facts.trigger?.properties;
	}
}

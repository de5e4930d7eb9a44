import { NextIntlClientProvider } from 'next-intl';
import { Tooltip } from 'radix-ui';
import { renderToString } from 'react-dom/server';
import { expect, test } from 'vitest';
import { type Rule, rule } from '@/lib/condition';
import { isOnCustomersOnly } from '@/lib/segment-rule';
import type { Locale } from '@/lib/text';
import en from '@/messages/en.json';
import fr from '@/messages/fr.json';
import { type Suggestions, SuggestionsProvider } from './context';
import { RuleField } from './rule-field';
import { addable, newRule, type RuleScope } from './rule-scope';

const order = {
	...{ name: 'Order Completed', count: 91_715, more: false, lastAt: Date.UTC(2026, 10, 24) },
	properties: [
		{ path: 'total', kinds: ['number' as const], share: 1, values: [20] },
		{ path: 'products[].product_id', kinds: ['text' as const], share: 1, values: [] },
	],
};
const known: Suggestions = {
	...{ stores: [], offers: [], operations: [], destinations: [], journeys: [], purposes: [], traits: [] },
	...{ events: [order], segments: [{ id: 'a', name: 'Best customers' }], trigger: 'Order Completed' },
};
const journey: RuleScope = { subjects: ['event', 'customer', 'trigger'], event: 'Order Completed', of: 'journey' };
const segment: RuleScope = { subjects: ['customer'], event: null, of: 'segment' };
const all = { segments: true, groups: true };
const offered = (scope: RuleScope) => addable(scope, all).flatMap(({ items }) => items);

/** The words on the page, and the words that were missing. */
function drawn(value: Rule, locale: Locale): { words: string; missing: string[] } {
	const missing: string[] = [];
	const html = renderToString(
		<NextIntlClientProvider
			locale={locale}
			messages={locale === 'fr' ? fr : en}
			timeZone="Europe/Paris"
			now={new Date()}
			onError={({ message }) => missing.push(message)}
		>
			<SuggestionsProvider value={known}>
				<Tooltip.Provider>
					<RuleField value={value} onChange={() => {}} scope={journey} optional={false} />
				</Tooltip.Provider>
			</SuggestionsProvider>
		</NextIntlClientProvider>,
	);
	return { words: html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' '), missing };
}

test.each(offered(journey))('“%s” can be added and written, in English and French', (what) => {
	const made = newRule(what, journey);
	for (const locale of ['en', 'fr'] as const) expect(drawn(made, locale).missing).toEqual([]);
});

test('a new condition on products looks where the event has them', () => {
	const paths = order.properties.map(({ path }) => path);
	expect(newRule('stock', journey, paths)).toMatchObject({ product: { path: 'products[].product_id' } });
	expect(newRule('stock', segment)).toMatchObject({ product: { id: '' } });
});

test('a segment is offered nothing of an event, stock, stores or prices', () => {
	for (const what of offered(segment).filter((one) => one !== 'group'))
		expect(isOnCustomersOnly(newRule(what, segment)), what).toBe(true);
	expect(offered({ ...segment, of: 'stage' })).not.toContain('segment');
	expect(offered({ ...segment, of: 'stage' })).not.toContain('lifecycle');
});

test('a file’s rule that says more than the form makes is drawn too, and stays as it is', () => {
	const written: Rule = {
		...{ type: 'history', event: 'Order Complete', count: { op: 'exactly', n: 0 } },
		without: [{ event: 'Order Lost', same: 'receipt_id' }],
		where: { type: 'property', of: 'event', path: 'total', op: 'equals', value: '20' },
	};
	const { words, missing } = drawn(written, 'en');
	expect(missing).toEqual([]);
	expect(words).toContain('without Order Lost of the same receipt_id');
	expect(words).toContain('Did you mean “Order Completed”, 91,715 times?');
	expect(rule.parse(written)).toEqual(written);
});

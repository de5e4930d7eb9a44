import { NextIntlClientProvider } from 'next-intl';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { TooltipProvider } from '@/components/ui/tooltip';
import { type Mapped, mapperOf } from '@/lib/map-payload';
import type { MappingRule } from '@/lib/mapping';
import { becoming, newRule } from '@/lib/mapping-templates';
import type { Locale } from '@/lib/text';
import en from '@/messages/en.json';
import fr from '@/messages/fr.json';
import { MappingProvider } from './context';
import { Preview } from './preview';
import { RuleCard } from './rule-card';

const now = new Date(Date.UTC(2026, 10, 25));
const payload = { receipt: 'T-1', total: '1.234,56', date: '25/11/2026' };
const mapped = (rule: MappingRule) => mapperOf({ rules: [rule] })(payload, { receivedAt: now.getTime(), topic: null });

/** The words on the page. */
function drawn(locale: Locale, what: { rule: MappingRule } | { result: Mapped }): string {
	const html = renderToStaticMarkup(
		<NextIntlClientProvider locale={locale} messages={locale === 'fr' ? fr : en} timeZone="Europe/Paris" now={now}>
			<TooltipProvider>
				<MappingProvider
					value={{ payload, target: null, aim: () => {}, errorAt: () => undefined, zone: 'Europe/Paris' }}
				>
					{'rule' in what ? (
						<RuleCard {...what} onChange={() => {}} onRemove={() => {}} at="rules.0" wrong={false} initiallyOpen />
					) : (
						<Preview {...what} />
					)}
				</MappingProvider>
			</TooltipProvider>
		</NextIntlClientProvider>,
	);
	return html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
}

test('what an event cannot do without is asked for, and said to be missing, in both languages', () => {
	const empty = newRule('r-1', 'Europe/Paris');
	const order = becoming(empty, { type: 'track', event: 'Order Completed' });
	for (const rule of [order, { ...order, fields: [] }]) {
		expect(drawn('en', { result: mapped(rule) })).toContain('order_id is missing');
		expect(drawn('fr', { result: mapped(rule) })).toContain('order_id manque');
	}
	expect(drawn('en', { result: mapped(empty) })).toContain('name the event that happened');
	expect(drawn('fr', { result: mapped(empty) })).toContain('nommez l’événement qui a eu lieu');
});

test('what becomes of a value stands beside how it is read', () => {
	const rule: MappingRule = {
		...newRule('r-1', 'Europe/Paris'),
		fields: [
			{
				...{ to: 'total', required: false },
				value: { from: 'path', path: 'total', convert: { as: 'number', decimal: 'either' } },
			},
			{
				...{ to: 'day', required: false },
				value: { from: 'path', path: 'date', convert: { as: 'day', format: 'iso', zone: 'Europe/Paris' } },
			},
		],
	};
	const words = drawn('en', { rule });
	expect(words).toContain('1.234,56&quot; → 1234.56');
	expect(words).toContain('25/11/2026&quot; → not a date of this format');
});

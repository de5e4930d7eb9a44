import { createTranslator, NextIntlClientProvider } from 'next-intl';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test, vi } from 'vitest';
import { TooltipProvider } from '@/components/ui/tooltip';
import en from '@/messages/en.json';

vi.mock('next-intl/server', () => ({
	getLocale: async () => 'en',
	getTranslations: async (namespace: 'reach.whyNot') => createTranslator({ locale: 'en', messages: en, namespace }),
}));
const { WhyNot } = await import('./why-not');

test('a promotion that made way says for which journey, and leads to the whole story', async () => {
	const at = new Date(Date.UTC(2026, 9, 5, 10));
	const shown = await WhyNot({
		name: 'Agathe',
		why: {
			...{ customerId: 'a', status: 'live', triggerEvent: 'Product Viewed', entries: [], tried: [], names: {} },
			notSent: [
				{
					...{ enrollmentId: 'e1', channel: 'email', state: 'suppressed', reason: 'arbitration', at },
					evidence: { journey: 'A gesture', priority: 90, ownPriority: 20, wentAt: at.toISOString() },
				},
			],
		},
	});
	const html = renderToStaticMarkup(
		<NextIntlClientProvider locale="en" messages={en} timeZone="UTC" now={at}>
			<TooltipProvider>{shown}</TooltipProvider>
		</NextIntlClientProvider>,
	);
	expect(html).toContain('href="/enrollments/e1"');
	const text = html.replaceAll(/<[^>]*>/g, '');
	expect(text).toContain(`Email${en.enrollments.why.arbitration}`);
	expect(text).toContain('A gesture');
	expect(text).toContain('90');
});

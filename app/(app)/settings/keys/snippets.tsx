'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { CopyButton } from '@/components/ui/copy-button';
import { TabPanel, Tabs } from '@/components/ui/tabs';

const SNIPPETS = {
	browser: (url: string) => `import { AnalyticsBrowser } from '@segment/analytics-next';

const analytics = AnalyticsBrowser.load(
  { writeKey: 'WRITE_KEY', cdnSettings: { integrations: { 'Segment.io': {} } } },
  { integrations: { 'Segment.io': {
    apiHost: '${new URL(url).host}/v1', protocol: '${new URL(url).protocol.slice(0, -1)}',
  } } },
);

analytics.identify('customer-42', { email: 'ada@example.com' });
analytics.track('Product Added', { cart_id: 'c-1', product_id: 'p-7', price: 49.9 });`,
	server: (url: string) => `import { Analytics } from '@segment/analytics-node';

const analytics = new Analytics({ writeKey: 'WRITE_KEY', host: '${url}' });

analytics.track({
  userId: 'customer-42',
  event: 'Order Completed',
  properties: { order_id: 'o-1001', total: 89.5, currency: 'EUR' },
});`,
	till: (url: string) => `curl ${url}/v1/track -u WRITE_KEY: -H 'Content-Type: application/json' -d '{
  "userId": "customer-42",
  "event": "Store Entered",
  "properties": { "store_id": "lyon-bellecour" },
  "messageId": "till-7-000123"
}'`,
} as const;

const TABS = ['browser', 'server', 'till'] as const;

/** How events are sent here, ready to paste: the clients are Segment's own. */
export function Snippets({ url }: { url: string }) {
	const t = useTranslations('settings.keys');
	const [tab, setTab] = useState<(typeof TABS)[number]>('browser');
	return (
		<Tabs
			label={t('connect')}
			value={tab}
			onValueChange={setTab}
			tabs={TABS.map((value) => ({ value, label: t(`snippets.${value}`) }))}
		>
			{TABS.map((value) => (
				<TabPanel key={value} value={value} className="relative">
					<pre
						// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard (WCAG 2.1.1).
						tabIndex={0}
						className="overflow-x-auto rounded-lg border border-line bg-subtle p-4 pr-24 font-mono text-ink text-xs leading-5"
					>
						{SNIPPETS[value](url)}
					</pre>
					<CopyButton text={SNIPPETS[value](url)} className="absolute top-6 right-2" />
				</TabPanel>
			))}
		</Tabs>
	);
}

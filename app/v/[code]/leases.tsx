import { getFormatter, getTranslations } from 'next-intl/server';
import type { NamedLease } from '@/db/stock-leases';

/** What a store keeps aside for her, and until when. */
export async function Leases({ leases }: { leases: NamedLease[] }) {
	if (leases.length === 0) return null;
	const [t, format] = await Promise.all([getTranslations('voucher'), getFormatter()]);
	const when = (until: Date, timeZone: string | null) =>
		format.dateTime(until, { dateStyle: 'long', timeStyle: 'short', ...(timeZone ? { timeZone } : {}) });
	return (
		<section className="mt-6 rounded-2xl border border-[#e2e2e2] p-5">
			<h2 className="font-semibold">{t('kept')}</h2>
			<ul className="mt-2 flex flex-col gap-3">
				{leases.map(({ id, product, quantity, store, until, timeZone }) => (
					<li key={id}>
						<p className="break-words">
							{product}
							{quantity > 1 && ` · ${t('pieces', { n: quantity })}`}
						</p>
						<p className="text-[#555] text-sm">{t('keptUntil', { date: when(until, timeZone), store })}</p>
					</li>
				))}
			</ul>
		</section>
	);
}

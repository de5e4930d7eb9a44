import { getFormatter, getTranslations } from 'next-intl/server';
import type { Store } from '@/db/stores';

/** Where a voucher is for: how to get there, and when it is open. */
export async function StoreOfVoucher({ store }: { store: Store }) {
	const t = await getTranslations('voucher');
	return (
		<section className="mt-8">
			<h2 className="font-semibold">{store.name}</h2>
			<address className="mt-1 text-[#3d3d3d] not-italic leading-relaxed">
				{store.address}
				<br />
				{store.postalCode} {store.city}
				{store.phone && (
					<>
						<br />
						<a className="underline underline-offset-4" href={`tel:${store.phone}`}>
							{store.phone}
						</a>
					</>
				)}
			</address>
			<a
				className="mt-4 inline-block rounded-lg border border-[#c9c9c9] px-4 py-2.5 font-medium"
				href={`https://www.openstreetmap.org/?mlat=${store.latitude}&mlon=${store.longitude}#map=17/${store.latitude}/${store.longitude}`}
			>
				{t('directions')}
			</a>
			<OpeningHours hours={store.openingHours} title={t('hours')} closed={t('closed')} />
		</section>
	);
}

async function OpeningHours({
	hours,
	title,
	closed,
}: {
	hours: Record<string, [string, string][]>;
	title: string;
	closed: string;
}) {
	if (Object.keys(hours).length === 0) return null;
	const format = await getFormatter();
	return (
		<>
			<h3 className="mt-6 font-medium">{title}</h3>
			<dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-6 gap-y-1 text-[#3d3d3d]">
				{[1, 2, 3, 4, 5, 6, 7].map((weekday) => (
					<div key={weekday} className="contents">
						{/* 1 January 2024 was a Monday. */}
						<dt className="first-letter:uppercase">
							{format.dateTime(new Date(Date.UTC(2024, 0, weekday)), { weekday: 'long', timeZone: 'UTC' })}
						</dt>
						<dd>{hours[weekday]?.length ? hours[weekday].map((span) => span.join(' – ')).join(', ') : closed}</dd>
					</div>
				))}
			</dl>
		</>
	);
}

import { toSVG } from 'bwip-js/node';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getFormatter, getTranslations } from 'next-intl/server';
import { db } from '@/db/client';
import { voucherUrl } from '@/db/template-variables';
import { loadVoucher } from '@/db/voucher-views';
import { getWorkspaceSettings } from '@/db/workspace';
import { Leases } from './leases';
import { StoreOfVoucher } from './store-of-voucher';

export const metadata: Metadata = { robots: { index: false } };

/** What a customer shows at the till: on a phone, in bright light, in a hurry. Black on white in both themes, so that scanners read it. */
export default async function VoucherPage({ params }: { params: Promise<{ code: string }> }) {
	const found = await loadVoucher(db(), (await params).code);
	if (!found) notFound();
	const { voucher, store, leases, places } = found;
	const { brand, timeZone } = await getWorkspaceSettings(db());
	const [t, format] = await Promise.all([getTranslations('voucher'), getFormatter()]);
	const expired = voucher.state === 'issued' && voucher.expiresAt < new Date();
	const state = expired ? 'expired' : voucher.state;
	const day = (at: Date) => format.dateTime(at, { dateStyle: 'long', timeZone: found.timeZone ?? timeZone });
	const usable = state === 'issued';
	return (
		<main className="mx-auto min-h-dvh max-w-md bg-white px-5 py-8 text-black">
			<p className="text-center text-[#555] text-sm uppercase tracking-[0.2em]">{brand}</p>
			<h1 className="mt-6 text-balance text-center font-semibold text-3xl leading-tight">{voucher.title}</h1>
			{voucher.terms && <p className="mt-2 text-center text-[#555]">{voucher.terms}</p>}

			<section
				aria-label={t('code')}
				className={`mt-8 rounded-2xl border border-[#e2e2e2] p-6 ${usable ? '' : 'bg-[#f7f7f7]'}`}
			>
				{usable ? (
					<>
						<Barcode kind="qrcode" text={voucherUrl(voucher.code)} label={t('qr')} className="mx-auto size-52" />
						<p className="mt-5 text-center font-mono text-2xl tracking-[0.15em]">{grouped(voucher.code)}</p>
						<Barcode
							kind="code128"
							text={voucher.code}
							label={t('barcode')}
							className="mx-auto mt-5 h-16 w-full max-w-72"
						/>
						<p className="mt-5 text-center text-[#3d3d3d]">{t('validUntil', { date: day(voucher.expiresAt) })}</p>
					</>
				) : (
					<p role="status" className="py-6 text-center text-lg">
						{state === 'redeemed' && voucher.redeemedAt
							? t('redeemed', { date: day(voucher.redeemedAt) })
							: t(state === 'expired' ? 'expired' : 'cancelled', { date: day(voucher.expiresAt) })}
					</p>
				)}
			</section>

			<Leases leases={leases} />

			{store ? (
				<StoreOfVoucher store={store} />
			) : (
				<p className="mt-8 text-center text-[#3d3d3d]">
					{places.length === 0
						? t('everywhere')
						: t('validAt', { places: format.list(places.map((place) => place ?? t('online'))) })}
				</p>
			)}
		</main>
	);
}

function Barcode({
	kind,
	text,
	label,
	className,
}: {
	kind: 'qrcode' | 'code128';
	text: string;
	label: string;
	className: string;
}) {
	const svg = toSVG({ bcid: kind, text, scale: 3, ...(kind === 'qrcode' ? { eclevel: 'M' } : { height: 12 }) });
	// An image of its own: nothing in it can run.
	return (
		// biome-ignore lint/performance/noImgElement: made here, nothing to optimise.
		<img alt={label} className={className} src={`data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`} />
	);
}

/** `ABCDEFGHJKMN` is read out as `ABCD EFGH JKMN`. */
function grouped(code: string): string {
	return code.replace(/(.{4})(?=.)/g, '$1 ');
}

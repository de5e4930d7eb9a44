import { eq, sql } from 'drizzle-orm';
import { normalised } from '@/lib/offer';
import { isUuid } from '@/lib/uuid';
import type { Tx } from './client';
import { customersByIdentity } from './customer-views';
import { mentionsOf } from './resolve';
import { customers, vouchers } from './schema';
import { getWorkspaceSettings } from './workspace';

/** What a customer may be named by, one at a time. Phone numbers without a prefix are of the retailer's country. */
export type NamedBy = {
	id?: string | undefined;
	user_id?: string | undefined;
	loyalty_card?: string | undefined;
	email?: string | undefined;
	phone?: string | undefined;
	anonymous_id?: string | undefined;
};

/** Whom a till or a colleague means, or whom she was merged into; null when nobody is known by it. */
export async function findCustomer(
	tx: Tx,
	{ id, user_id: userId, anonymous_id: anonymousId, ...named }: NamedBy,
): Promise<string | null> {
	if (id !== undefined) return byId(tx, id);
	const { locale } = await getWorkspaceSettings(tx);
	const call = {
		...{
			type: 'identify' as const,
			messageId: null,
			name: '',
			context: {},
			previousId: null,
			at: 0,
		},
		userId: userId ?? null,
		anonymousId: anonymousId ?? null,
		properties: Object.fromEntries(Object.entries(named).flatMap(([name, value]) => (value ? [[name, value]] : []))),
	};
	for (const { kind, value } of mentionsOf(call, locale === 'fr' ? 'FR' : 'GB')) {
		const [found] = await customersByIdentity(tx, kind, value);
		if (found) return found;
	}
	return null;
}

/** Whom somebody in a store has before her, by whatever she shows: card, phone, email, the code of a voucher of hers or its link. */
export async function findByWhatIsShown(tx: Tx, shown: string): Promise<string | null> {
	const text = shown.trim();
	if (text === '' || text.length > 500) return null;
	return (
		(await findCustomer(tx, { loyalty_card: text })) ??
		(text.includes('@') ? await findCustomer(tx, { email: text }) : null) ??
		(await findCustomer(tx, { phone: text })) ??
		(await byVoucher(tx, text)) ??
		(await findCustomer(tx, { user_id: text }))
	);
}

async function byId(tx: Tx, id: string): Promise<string | null> {
	if (!isUuid(id)) return null;
	const [row] = await tx
		.select({ id: sql<string>`coalesce(${customers.mergedInto}, ${customers.id})` })
		.from(customers)
		.where(eq(customers.id, id));
	return row?.id ?? null;
}

async function byVoucher(tx: Tx, text: string): Promise<string | null> {
	const [voucher] = await tx
		.select({ customerId: vouchers.customerId })
		.from(vouchers)
		.where(eq(vouchers.code, voucherCodeIn(text)));
	return voucher ? byId(tx, voucher.customerId) : null;
}

/** A voucher's code as it was typed, or as its QR code says it: a link that ends with it. */
export function voucherCodeIn(text: string): string {
	return normalised(text.replace(/^.*\/v\//, ''));
}

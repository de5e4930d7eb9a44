import { CHANNELS } from '@/lib/channel';
import { DEFAULT_PURPOSE, purposeId } from '@/lib/consent';
import type { JsonObject } from '@/lib/event';
import type { Call } from '@/lib/segment';
import { timeZone } from '@/lib/settings';
import type { ConsentDecision } from './consents';
import { countryIn, textAt } from './resolve';

/** What identify calls say about a customer. `at`: when the latest of them was made, UTC epoch ms. */
export type ProfileChange = {
	at: number;
	traits: JsonObject;
	locale?: string;
	country?: string;
	zone?: string;
	store?: string;
};

type SaidBy = Pick<Call, 'type' | 'properties' | 'context' | 'at'>;

/** Adds what one call says to what those before it said; null when it says nothing. The later one holds. */
export function profileChange(before: ProfileChange | undefined, call: SaidBy): ProfileChange | null {
	if (call.type !== 'identify') return null;
	const { consents: _decided, ...traits } = call.properties;
	const locale = localeIn(traits, call.context);
	const country = countryIn(traits);
	const zone = textAt(traits, 'time_zone', 'timezone', 'timeZone') ?? textAt(call.context, 'timezone');
	const store = textAt(traits, 'home_store_id', 'homeStoreId');
	const said = {
		...(locale ? { locale } : {}),
		...(country ? { country } : {}),
		...(zone && timeZone.safeParse(zone).success ? { zone } : {}),
		...(store ? { store } : {}),
	};
	if (!before) return { at: call.at, traits, ...said };
	return call.at >= before.at
		? { ...before, ...said, at: call.at, traits: { ...before.traits, ...traits } }
		: { ...said, ...before, traits: { ...traits, ...before.traits } };
}

/** BCP 47 as `Intl` takes it, which dates and money in messages are written with. */
function localeIn(traits: JsonObject, context: JsonObject): string | undefined {
	const said = textAt(traits, 'locale', 'language') ?? textAt(context, 'locale');
	try {
		return said && Intl.getCanonicalLocales(said.replace('_', '-'))[0];
	} catch {
		return undefined;
	}
}

/** `traits.consents` of an identify call: `{ email: true, sms: { newsletter: true } }`; `true` alone is about offers and news. */
export function consentsOf(customerId: string, call: Call): ConsentDecision[] {
	const { consents } = call.properties;
	if (call.type !== 'identify' || typeof consents !== 'object' || consents === null || Array.isArray(consents))
		return [];
	return CHANNELS.flatMap((channel) => {
		const said = consents[channel];
		const byPurpose = typeof said === 'boolean' ? { [DEFAULT_PURPOSE]: said } : said;
		if (typeof byPurpose !== 'object' || byPurpose === null || Array.isArray(byPurpose)) return [];
		return Object.entries(byPurpose).flatMap(([purpose, granted]) =>
			typeof granted === 'boolean' && purposeId.safeParse(purpose).success
				? [{ customerId, channel, purpose, granted, source: 'identify', decidedAt: new Date(call.at) }]
				: [],
		);
	});
}

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CHANNELS } from './channel';
import {
	consentTo,
	DEFAULT_PURPOSES,
	type Decision,
	purposes,
	sayWording,
	spokenLocale,
	standingConsents,
} from './consent';

let n = 0;
const decision = (more: Partial<Decision>): Decision => ({
	channel: 'email',
	purpose: 'marketing',
	granted: true,
	own: false,
	at: ++n,
	id: String(n).padStart(8, '0'),
	...more,
});
const toMarketing = (...decisions: Decision[]) => consentTo(standingConsents(decisions), 'email', 'marketing');

const site = (granted: boolean) => decision({ granted });
const herself = (granted: boolean) => decision({ granted, own: true });

describe('consent', () => {
	test('that was never given is not there', () => {
		expect(toMarketing()).toBe(false);
	});
	test('is the latest word, whoever says it, as long as she never opted out herself', () => {
		expect(toMarketing(site(true))).toBe(true);
		expect(toMarketing(site(true), site(false))).toBe(false);
		expect(toMarketing(herself(true), site(false))).toBe(false);
		expect(toMarketing(herself(true), site(false), site(true))).toBe(true);
	});
	test('that a site reports does not undo what the customer decided herself: her opt-out holds', () => {
		expect(toMarketing(site(true), herself(false), site(true))).toBe(false);
		expect(toMarketing(herself(false), site(true), site(true), site(false), site(true))).toBe(false);
	});
	test('comes back when she opts in again herself', () => {
		expect(toMarketing(herself(false), site(true), herself(true))).toBe(true);
	});
	test('to one purpose or channel says nothing about another', () => {
		const said = standingConsents([
			decision({ purpose: 'newsletter', own: true }),
			decision({ purpose: 'partner-offers', granted: false, own: true }),
			decision({ channel: 'sms', granted: false, own: true }),
		]);
		expect(said).toEqual({ email: { newsletter: true, 'partner-offers': false }, sms: { marketing: false } });
		expect(consentTo(said, 'email', 'marketing')).toBe(false);
	});

	const anyDecision = fc.record({
		channel: fc.constantFrom(...CHANNELS),
		purpose: fc.constantFrom('marketing', 'newsletter'),
		granted: fc.boolean(),
		own: fc.boolean(),
		at: fc.nat(5),
		id: fc.uuid(),
	});
	const decisions = fc.uniqueArray(anyDecision, { selector: ({ id }) => id, maxLength: 12 });

	test('does not depend on the order in which decisions are read', () => {
		fc.assert(
			fc.property(decisions, fc.array(fc.nat()), (all, swaps) => {
				const shuffled = [...all].sort((a, b) => (swaps[a.at] ?? 0) - (swaps[b.at] ?? 0) || (a.id < b.id ? -1 : 1));
				expect(standingConsents(shuffled)).toEqual(standingConsents(all));
			}),
		);
	});
	test('after an opt-out of her own is refused whatever others report, before or after', () => {
		fc.assert(
			fc.property(decisions, (reports) => {
				const optOut = decision({ granted: false, own: true, at: 3 });
				const others = reports.map((report) => ({ ...report, own: false }));
				expect(toMarketing(...others, optOut)).toBe(false);
			}),
		);
	});
	test('can be told from the latest decision of each kind alone', () => {
		fc.assert(
			fc.property(decisions, (all) => {
				const kept = new Map<string, Decision>();
				for (const each of [...all].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)))
					kept.set(`${each.channel} ${each.purpose} ${each.own}`, each);
				expect(standingConsents([...kept.values()])).toEqual(standingConsents(all));
			}),
		);
	});
});

describe('what a customer agrees to', () => {
	const [offers] = DEFAULT_PURPOSES;
	if (!offers) throw new Error('there is one');

	test('is said in her language, with the brand and the channel', () => {
		expect(sayWording(offers, { channel: 'sms', brand: 'Sézane', locale: 'fr' })).toMatch(
			/nouveautés de Sézane par SMS/,
		);
		expect(sayWording(offers, { channel: 'email', brand: 'A $& B', locale: 'en' })).toMatch(/from A \$& B by email/);
	});
	test('always includes offers and news, and no purpose twice', () => {
		expect(purposes.safeParse(DEFAULT_PURPOSES).success).toBe(true);
		expect(purposes.safeParse([{ ...offers, id: 'newsletter' }]).success).toBe(false);
		expect(purposes.safeParse([offers, offers]).success).toBe(false);
		expect(purposes.safeParse([offers, { ...offers, id: 'Partner Offers' }]).success).toBe(false);
	});
	test('is shown in a language we speak', () => {
		expect(spokenLocale('fr-BE', 'en')).toBe('fr');
		expect(spokenLocale('en_GB', 'fr')).toBe('en');
		expect(spokenLocale('de-DE', 'fr')).toBe('fr');
		expect(spokenLocale(null, 'en')).toBe('en');
	});
});

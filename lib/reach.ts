import { z } from 'zod';
import { CHANNELS, type Channel } from './channel';

export const REACH_ORDERS = ['best', 'cheapest', 'email', 'sms'] as const;
/** By what the channels of one message are tried: what she likes and answers, what it costs, or always one first. */
export const reachOrder = z.enum(REACH_ORDERS);
export type ReachOrder = z.infer<typeof reachOrder>;

/** What is known of one customer on one channel. */
export type ChannelFacts = {
	channel: Channel;
	/** There is an address or number. */
	address: boolean;
	/** She agreed, or need not to. */
	consent: boolean;
	/** The message was begun on it already: it may have it, and must not get it twice. */
	begun: boolean;
	/** She said she prefers it. */
	preferred: boolean;
	/** Messages she got on it lately, and how often she opened, clicked or answered. */
	sent: number;
	answered: number;
	/** Of one message, in the currency's minor unit. */
	costMinor: number;
};

/** `why`: what put a channel before the next; of one that cannot reach her, why not. */
export type Ranked = {
	channel: Channel;
	why: 'begun' | 'preferred' | 'answers-more' | 'cheaper' | 'first' | 'no-address' | 'no-consent';
};

type Criterion = { why: Ranked['why']; of: (facts: ChannelFacts) => number };

const begun: Criterion = { why: 'begun', of: (f) => Number(f.begun) };
const preferred: Criterion = { why: 'preferred', of: (f) => Number(f.preferred) };
const cheaper: Criterion = { why: 'cheaper', of: (f) => -f.costMinor };
/** Of what she got. Where she never answered anything anywhere it is 0 on all channels, and says nothing. */
const answersMore: Criterion = {
	why: 'answers-more',
	of: (f) => (f.sent === 0 ? 0 : Math.min(1, f.answered / f.sent)),
};
const first = (channel: Channel): Criterion => ({ why: 'first', of: (f) => Number(f.channel === channel) });

const CRITERIA: Record<ReachOrder, Criterion[]> = {
	best: [preferred, answersMore, cheaper],
	cheapest: [cheaper, preferred, answersMore],
	email: [first('email')],
	sms: [first('sms')],
};

/**
 * In which order the channels of one message are tried: those that can reach her first. One on which it was begun comes
 * before all others, whatever has changed since. The others stay in the list: what keeps them out is for the gate to say
 * and the ledger to keep.
 */
export function rankChannels(order: ReachOrder, facts: readonly ChannelFacts[]): Ranked[] {
	const criteria = [begun, ...CRITERIA[order]];
	const able = facts.filter((f) => f.begun || (f.address && f.consent)).sort(by(criteria));
	const unable = facts.filter((f) => !able.includes(f)).sort(by(criteria));
	return [
		...able.map((one, i) => ({ channel: one.channel, why: whyBefore(one, able[i + 1], criteria) })),
		...unable.map(({ channel, address }) => ({
			channel,
			why: address ? ('no-consent' as const) : ('no-address' as const),
		})),
	];
}

/** Why a channel was not tried after another one had done. */
export function whyNotTried({ why }: Ranked): 'no-address' | 'no-consent' | 'not-needed' {
	return why === 'no-address' || why === 'no-consent' ? why : 'not-needed';
}

function by(criteria: readonly Criterion[]) {
	return (a: ChannelFacts, b: ChannelFacts) => {
		for (const { of } of criteria) if (of(a) !== of(b)) return of(b) - of(a);
		return CHANNELS.indexOf(a.channel) - CHANNELS.indexOf(b.channel);
	};
}

function whyBefore(one: ChannelFacts, next: ChannelFacts | undefined, criteria: readonly Criterion[]): Ranked['why'] {
	if (!next) return one.begun ? 'begun' : 'first';
	return criteria.find(({ of }) => of(one) !== of(next))?.why ?? 'first';
}

import { z } from 'zod';
import { type JsonObject, json } from './event';
import { whatIsHostile } from './hostile';
import { NO_DATE, says, sentWords } from './issue-text';
import { propertyProblem, senderOf } from './retail-events';

/** Segment's own limits, in bytes of UTF-8: segment.com/docs/connections/sources/catalog/libraries/server/http-api. */
export const MAX_EVENT_BYTES = 32 * 1024;
export const MAX_BATCH_BYTES = 500 * 1024;
const MAX_NAME = 200;
/** No retailer's history is older; a date before it is a mistake of the sender. */
const EARLIEST = Date.UTC(2000, 0, 1);
const DAY_MS = 86_400_000;
/** What the ids of our own events begin with: nobody else may use one up, which would keep the event itself out. */
export const OWN_IDS = 'parcours:';

/** The id of an event of ours, which is recorded once: its name, and what makes it the only one of that name. */
export function ownId(name: string, ...key: (string | number)[]): string {
	return `${OWN_IDS}${[name.toLowerCase().replaceAll(' ', '-'), ...key].join(':')}`;
}

export const CALL_TYPES = ['track', 'identify', 'page', 'screen', 'alias', 'group'] as const;
export type CallType = (typeof CALL_TYPES)[number];

/** One call of the Segment spec, checked and brought into one shape. `at` is the effective time, UTC epoch ms. */
export type Call = {
	type: CallType;
	messageId: string | null;
	name: string;
	/** Of `identify` and `group`: the traits. */
	properties: JsonObject;
	context: JsonObject;
	userId: string | null;
	anonymousId: string | null;
	/** Of `alias`: who `userId` was before. */
	previousId: string | null;
	at: number;
};

/** Says which field is wrong and how to put it right. */
export class CallError extends Error {
	override name = 'CallError';
	constructor(
		readonly field: string,
		/** The message without the field. */
		readonly reason: string,
	) {
		super(`${field}: ${reason}`);
	}
}

const id = z
	.union([z.string(), z.number()])
	.transform(String)
	.pipe(z.string().max(500, 'must have at most 500 characters'))
	.transform((value) => (value === '' ? null : value))
	.nullish();
const object = z.record(z.string(), json).nullish();
const instant = z.union([z.string(), z.number()]).nullish();

const envelope = z.looseObject({
	type: z.enum(CALL_TYPES, { error: `must be one of ${CALL_TYPES.join(', ')}` }),
	messageId: z
		.string()
		.min(1)
		.max(MAX_NAME, `must have at most ${MAX_NAME} characters`)
		.refine((id) => !id.startsWith(OWN_IDS), `must not begin with “${OWN_IDS}”`)
		.nullish(),
	event: z.string().nullish(),
	name: z.string().max(MAX_NAME).nullish(),
	userId: id,
	anonymousId: id,
	previousId: id,
	properties: object,
	traits: object,
	context: object,
	timestamp: instant,
	originalTimestamp: instant,
	sentAt: instant,
});

/** How calls without a name of their own are called as events. */
const NAMES: Record<Exclude<CallType, 'track'>, string> = {
	identify: 'Customer Identified',
	page: 'Page Viewed',
	screen: 'Screen Viewed',
	alias: 'Customer Aliased',
	group: 'Group Joined',
};

type Surroundings = {
	/** UTC epoch ms. */ receivedAt: number /** Of the path or the batch, when the call does not say. */;
	type?: CallType;
	sentAt?: unknown;
};

/**
 * Reads one call. The effective time is the event's own, corrected by how wrong the sender's clock was when it sent it,
 * and never later than its receipt.
 * @throws CallError naming the field; also for the events that only Parcours itself makes
 */
export function readCall(raw: unknown, { receivedAt, type, sentAt }: Surroundings): Call {
	if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
		throw new CallError('body', 'must be a JSON object');
	const hostile = whatIsHostile(raw);
	if (hostile) throw new CallError(hostile.path, hostile.reason);
	if (new TextEncoder().encode(JSON.stringify(raw)).length > MAX_EVENT_BYTES)
		throw new CallError('body', says('an event has at most 32 KB', 'un événement compte 32 Ko au plus'));
	const parsed = envelope.safeParse({ sentAt, ...raw, ...(type ? { type } : {}) }, { error: sentWords });
	if (!parsed.success) {
		const [issue] = parsed.error.issues;
		throw new CallError(issue?.path.map(String).join('.') || 'body', issue?.message ?? 'is not valid');
	}
	const call = parsed.data;
	const ids = {
		userId: call.userId ?? null,
		anonymousId: call.anonymousId ?? null,
		previousId: call.previousId ?? null,
	};
	if (call.type === 'alias' && !(ids.userId && ids.previousId))
		throw new CallError('previousId', 'alias needs both userId and previousId');
	if (call.type === 'identify' && !ids.userId && !ids.anonymousId)
		throw new CallError(
			'userId',
			says(
				'identify needs userId or anonymousId',
				'il faut un compte (userId) ou un identifiant anonyme (anonymousId)',
			),
		);
	const name = call.type === 'track' ? nameOfTrack(call.event) : NAMES[call.type];
	const traits = call.type === 'identify' || call.type === 'group';
	const properties: JsonObject = {
		...((traits ? call.traits : call.properties) ?? {}),
		...((call.type === 'page' || call.type === 'screen') && call.name ? { name: call.name } : {}),
	};
	if (call.type === 'track') {
		const problem = propertyProblem(name, properties);
		if (problem) throw new CallError(`properties.${problem.path}`, problem.message);
	}
	return {
		type: call.type,
		messageId: call.messageId ?? null,
		name,
		properties,
		context: call.context ?? {},
		...ids,
		at: effectiveTime(call, receivedAt),
	};
}

function nameOfTrack(event: string | null | undefined): string {
	const name = event?.trim() ?? '';
	if (name === '')
		throw new CallError('event', says('name the event that happened', 'nommez l’événement qui a eu lieu'));
	if (name.length > MAX_NAME) throw new CallError('event', `must have at most ${MAX_NAME} characters`);
	if (senderOf(name) === 'parcours')
		throw new CallError('event', `“${name}” is made by Parcours itself when it happens: nobody can send it`);
	return name;
}

function effectiveTime(call: z.infer<typeof envelope>, receivedAt: number): number {
	const own = readInstant('timestamp', call.timestamp ?? call.originalTimestamp, receivedAt);
	if (own === null) return receivedAt;
	const sent = readInstant('sentAt', call.sentAt, receivedAt);
	const corrected = sent === null ? own : own + (receivedAt - sent);
	return Math.min(corrected, receivedAt);
}

function readInstant(field: string, value: string | number | null | undefined, receivedAt: number): number | null {
	if (value === null || value === undefined || value === '') return null;
	const at = typeof value === 'number' ? value : Date.parse(value);
	if (!Number.isFinite(at)) throw new CallError(field, NO_DATE);
	if (at < EARLIEST) throw new CallError(field, says('is before the year 2000', 'est avant l’an 2000'));
	// A wrong clock is corrected by sentAt; a date a year ahead is a mistake.
	if (at > receivedAt + 365 * DAY_MS)
		throw new CallError(field, says('is more than a year ahead', 'est à plus d’un an d’ici'));
	return Math.trunc(at);
}

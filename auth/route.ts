import { unstable_rethrow } from 'next/navigation';
import { getLocale } from 'next-intl/server';
import type { z } from 'zod';
import { verifyKey } from '@/db/api-keys';
import { db } from '@/db/client';
import { BodyTooLarge, readBody } from './body';
import { explain, parseInput, refusal } from './failure';
import { can, type Permission } from './permissions';
import type { ActionErrorCode } from './result';
import { keyOf } from './secret-key';
import { currentMember, type Member } from './session';

/** A journey of five hundred nodes with their emails is far below it. */
const MAX_BODY_BYTES = 10_000_000;

/** Who asks. `actor` is what the audit log writes: a member's id, or `api-key:<id>`. */
export type Caller = { actor: string; member: Member | null };

/** At least one of the two. */
type Access = {
	/** What a signed-in member must be allowed to. Without it no session opens the route. */
	permission?: Permission;
	/** A secret key opens it too. */
	secretKey?: boolean;
};

/** Next gives no parameters to a route whose path has none, whatever its types say. */
type RouteContext = { params: Promise<Record<string, string | string[] | undefined> | undefined> };

type RouteArguments = {
	request: Request;
	caller: Caller;
	params: Record<string, string>;
	/** The JSON body, parsed; none counts as `{}`. What does not fit ends the request with 400 and the field's path. */
	body: <S extends z.ZodType>(schema: S) => Promise<z.output<S>>;
};

const STATUS = {
	'signed-out': 401,
	forbidden: 403,
	invalid: 400,
	refused: 400,
	'not-found': 404,
	conflict: 409,
	busy: 503,
	internal: 500,
} as const satisfies Record<ActionErrorCode, number>;

/** A JSON answer in the API's one shape for errors: `{ error: { code, message, field?, id? } }`. */
export function failure(status: number, code: string, message: string, field?: string, id?: string): Response {
	const headers: Record<string, string> = status === 401 ? { 'www-authenticate': 'Basic realm="Parcours"' } : {};
	return Response.json({ error: { code, message, ...(field && { field }), ...(id && { id }) } }, { status, headers });
}

/** Leaves a handler from the middle of it, with the answer. */
class Refused extends Error {
	override name = 'Refused';
	constructor(readonly answer: Response) {
		super('refused');
	}
}

/** A browser says where a request comes from; another site's page must not act with a member's cookie. */
function isFromElsewhere(request: Request): boolean {
	const site = request.headers.get('sec-fetch-site');
	return !['GET', 'HEAD'].includes(request.method) && site !== null && site !== 'same-origin' && site !== 'none';
}

/** @throws Refused */
async function callerOf(request: Request, { permission, secretKey }: Access): Promise<Caller> {
	const key = keyOf(request.headers.get('authorization'));
	if (key !== null || !permission) {
		const verified = key === null ? null : await verifyKey(db(), key);
		const how = 'send the secret key as user name of Basic authentication, or as Bearer token';
		if (!verified) throw new Refused(failure(401, 'unauthorized', how));
		if (!secretKey) throw new Refused(failure(403, 'forbidden', 'this is not open to keys: sign in'));
		if (verified.kind !== 'secret')
			throw new Refused(failure(403, 'forbidden', 'this needs the secret key, not the write key'));
		return { actor: `api-key:${verified.id}`, member: null };
	}
	const member = await currentMember();
	const wrong = !member ? 'signed-out' : isFromElsewhere(request) || !can(member.role, permission) ? 'forbidden' : null;
	if (!member || wrong) {
		const { code, message } = await refusal(wrong ?? 'signed-out');
		throw new Refused(failure(STATUS[code], code, message));
	}
	return { actor: member.id, member };
}

/** @throws Refused */
async function parseBody<S extends z.ZodType>(request: Request, schema: S): Promise<z.output<S>> {
	let body: unknown;
	try {
		const text = (await readBody(request, MAX_BODY_BYTES)).toString('utf8');
		body = text === '' ? {} : JSON.parse(text);
	} catch (error) {
		if (error instanceof BodyTooLarge) throw new Refused(failure(413, 'too-large', error.message, 'body'));
		throw new Refused(failure(400, 'malformed', 'the body is not valid JSON', 'body'));
	}
	const parsed = await parseInput(schema, body);
	if (!parsed.ok)
		throw new Refused(failure(400, parsed.error.code, parsed.error.message, parsed.error.field ?? 'body'));
	return parsed.value;
}

async function answer(request: Request, run: () => Promise<Response>): Promise<Response> {
	try {
		return await run();
	} catch (error) {
		if (error instanceof Refused) return error.answer;
		unstable_rethrow(error);
		const where = `${request.method} ${new URL(request.url).pathname}`;
		// Systems are answered in English, a member in her language.
		const locale = keyOf(request.headers.get('authorization')) === null ? await getLocale() : 'en';
		const { code, message, field, id } = await explain(error, where, locale);
		return failure(STATUS[code], code, message, field, id);
	}
}

/**
 * A JSON handler: who asks is looked up and what they may do is checked before `run` is called. What it returns is the
 * answer (a `Response`, or a value sent as JSON with 200); errors have their HTTP status: 400, 401, 403, 404, 409, 500
 * or 503.
 *
 * @example
 * export const POST = route({ permission: 'journey.edit', secretKey: true }, async ({ caller, body }) =>
 *   createJourney(db(), await body(newJourney), caller.actor));
 */
export function route(
	access: Access,
	run: (given: RouteArguments) => Promise<unknown>,
): (request: Request, context: RouteContext) => Promise<Response> {
	return (request, context) =>
		answer(request, async () => {
			const caller = await callerOf(request, access);
			const entries = Object.entries((await context.params) ?? {});
			const params = Object.fromEntries(entries.map(([name, value]) => [name, [value ?? ''].flat().join('/')]));
			const value = await run({ request, caller, params, body: (schema) => parseBody(request, schema) });
			return value instanceof Response ? value : Response.json(value ?? null);
		});
}

/**
 * For the retailer's own servers: only a secret key opens it. `run` gets the parsed body and the actor for the audit
 * log.
 */
export async function withSecretKey<S extends z.ZodType>(
	request: Request,
	input: S,
	run: (input: z.output<S>, actor: string) => Promise<Response>,
): Promise<Response> {
	return answer(request, async () => {
		const { actor } = await callerOf(request, { secretKey: true });
		return run(await parseBody(request, input), actor);
	});
}

import { unstable_rethrow } from 'next/navigation';
import type { z } from 'zod';
import { verifyKey } from '@/db/api-keys';
import { db } from '@/db/client';
import { explain, parseInput, refusal } from './failure';
import { can, type Permission } from './permissions';
import type { ActionError, ActionErrorCode } from './result';
import { keyOf } from './secret-key';
import { currentMember, type Member } from './session';

/** Who asks. `actor` is what the audit log writes: a member's id, or `api-key:<id>`. */
export type Caller = { actor: string; member: Member | null };

type RouteOptions = {
	/** What a signed-in member must be allowed to. Without it only a secret key opens the route. */
	permission?: Permission;
	/** Also (or only) a secret key opens it. */
	secretKey?: boolean;
};

type RouteContext = { params: Promise<Record<string, string | string[] | undefined>> };

type RouteArguments = {
	request: Request;
	caller: Caller;
	params: Record<string, string>;
	/** The JSON body, parsed. What does not fit ends the request with 400 and the field's path. */
	body: <S extends z.ZodType>(schema: S) => Promise<z.output<S>>;
};

/** Leaves the handler from the middle of it, with its answer. */
class Refused extends Error {
	override name = 'Refused';
	constructor(readonly error: ActionError) {
		super(error.message);
	}
}

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

function answer(error: ActionError): Response {
	const headers: Record<string, string> =
		error.code === 'signed-out' ? { 'www-authenticate': 'Bearer realm="parcours"' } : {};
	return Response.json({ error }, { status: STATUS[error.code], headers });
}

/** A browser says where a request comes from; another site's page must not use a member's cookie. */
function isFromElsewhere(request: Request): boolean {
	const site = request.headers.get('sec-fetch-site');
	return !['GET', 'HEAD'].includes(request.method) && site !== null && site !== 'same-origin' && site !== 'none';
}

async function callerOf(request: Request, options: RouteOptions): Promise<Caller | 'signed-out' | 'forbidden'> {
	const key = keyOf(request.headers.get('authorization'));
	if (key !== null) {
		const verified = await verifyKey(db(), key);
		if (!verified) return 'signed-out';
		return options.secretKey && verified.kind === 'secret'
			? { actor: `api-key:${verified.id}`, member: null }
			: 'forbidden';
	}
	const member = options.permission ? await currentMember() : null;
	if (!member || !options.permission) return 'signed-out';
	if (isFromElsewhere(request) || !can(member.role, options.permission)) return 'forbidden';
	return { actor: member.id, member };
}

async function parseBody<S extends z.ZodType>(request: Request, schema: S): Promise<z.output<S>> {
	let body: unknown;
	try {
		body = await request.json();
	} catch {
		throw new Refused(await refusal('invalid'));
	}
	const parsed = await parseInput(schema, body);
	if (!parsed.ok) throw new Refused(parsed.error);
	return parsed.value;
}

/**
 * A JSON handler: who asks is looked up and what they may do is checked before `run` is called. What it returns is the
 * answer (a `Response`, or a value sent as JSON with 200); errors become `{ error: { code, message, field?, id? } }`
 * with 400, 401, 403, 404, 409, 500 or 503.
 *
 * @example
 * export const POST = route({ permission: 'journey.edit', secretKey: true }, async ({ caller, body }) =>
 *   createJourney(db(), await body(newJourney), caller.actor));
 */
export function route(
	options: RouteOptions,
	run: (given: RouteArguments) => Promise<unknown>,
): (request: Request, context: RouteContext) => Promise<Response> {
	return async (request, context) => {
		try {
			const caller = await callerOf(request, options);
			if (typeof caller === 'string') return answer(await refusal(caller));
			const entries = Object.entries(await context.params);
			const params = Object.fromEntries(entries.map(([name, value]) => [name, [value ?? ''].flat().join('/')]));
			const value = await run({ request, caller, params, body: (schema) => parseBody(request, schema) });
			return value instanceof Response ? value : Response.json(value ?? null);
		} catch (error) {
			if (error instanceof Refused) return answer(error.error);
			unstable_rethrow(error);
			return answer(await explain(error, `${request.method} ${new URL(request.url).pathname}`));
		}
	};
}

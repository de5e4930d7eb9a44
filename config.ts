import { createHmac } from 'node:crypto';
import { isIP } from 'node:net';
import { z } from 'zod';

/** The configuration is wrong: the message names each bad variable, what is wrong with it, and a value that would do. */
export class ConfigError extends Error {
	override name = 'ConfigError';
}

/** Shown beside a problem: a value that would be accepted. */
const EXAMPLES = {
	DATABASE_URL: 'postgres://parcours:secret@localhost:5432/parcours',
	DATABASE_POOL: '10',
	PARCOURS_URL: 'https://journeys.example.com',
	PORT: '3000',
	BETTER_AUTH_SECRET: 'the output of: openssl rand -base64 32',
	PARCOURS_SECRET: 'the output of: openssl rand -base64 32',
	PARCOURS_TIMEZONE: 'Europe/Paris',
	PARCOURS_OUTBOX: 'false',
	TEMPORAL_ADDRESS: 'localhost:7233',
	TEMPORAL_TLS: 'true',
	TEMPORAL_NAMESPACE: 'default',
	TEMPORAL_UI_URL: 'http://localhost:8233',
	TASK_QUEUE: 'parcours',
	SMTP_URL: 'smtp://user:password@smtp.example.com:587',
	SMTP_FROM: '"Maison Parcours" <hello@example.com>',
	SMTP_ASK_URL: 'http://localhost:8026/ask/email',
	TWILIO_ACCOUNT_SID: 'AC0123456789abcdef0123456789abcdef',
	TWILIO_AUTH_TOKEN: '0123456789abcdef0123456789abcdef',
	TWILIO_FROM: '+33644600000',
	TWILIO_API_URL: 'https://api.twilio.com',
	TWILIO_ASK_URL: 'http://localhost:8026/ask/sms',
	HTTP_ALLOW_NETWORKS: '10.20.0.0/16,fd12::/16',
	EVENTS_PER_SECOND: '5000',
	LOG_LEVEL: 'info',
} as const;

const url = (...schemes: string[]) =>
	z.string().refine((value) => URL.canParse(value) && schemes.includes(new URL(value).protocol.slice(0, -1)), {
		error: `must be a URL that starts with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
	});

/** Without a trailing slash, so that a path can be appended. */
const baseUrl = url('http', 'https').transform((value) => value.replace(/\/+$/, ''));
const secret = z.string().min(32, 'must have at least 32 characters');
const whole = (min: number, max: number) =>
	z.coerce
		.number({ error: `must be a whole number from ${min} to ${max}` })
		.refine((value) => Number.isInteger(value) && value >= min && value <= max, {
			error: `must be a whole number from ${min} to ${max}`,
		});
const flag = z
	.enum(['true', 'false', '1', '0'], { error: 'must be true or false' })
	.transform((value) => value === 'true' || value === '1');

/** Whole networks: an address with the length of its prefix, IPv4 or IPv6. */
const networks = z
	.string()
	.transform((value) => value.split(',').map((each) => each.trim()))
	.refine(
		(all) =>
			all.every((each) => {
				const [, address = '', bits = ''] = /^([\da-f:.]+)\/(\d{1,3})$/i.exec(each) ?? [];
				const family = isIP(address);
				return family !== 0 && Number(bits) <= (family === 6 ? 128 : 32);
			}),
		{ error: 'must be networks in CIDR notation, with commas between' },
	);

function isTimeZone(value: string): boolean {
	try {
		new Intl.DateTimeFormat('en', { timeZone: value });
		return true;
	} catch {
		return false;
	}
}

const needed = 'is not set';
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;

const environment = z
	.object({
		/** Any Postgres from version 15. A direct connection: LISTEN does not pass through a transaction pooler. */
		DATABASE_URL: url('postgres', 'postgresql'),
		/** Connections a process keeps at most. */
		DATABASE_POOL: whole(1, 1000).default(10),
		/** Where customers' and colleagues' browsers reach this installation. */
		PARCOURS_URL: baseUrl,
		PORT: whole(1, 65_535).default(3000),
		/** Signs sessions. */
		BETTER_AUTH_SECRET: secret,
		/** Signs unsubscribe links, which must outlive a change of BETTER_AUTH_SECRET. Derived from it when not set. */
		PARCOURS_SECRET: secret.optional(),
		/** The retailer's time zone: of customers whose own is unknown. */
		PARCOURS_TIMEZONE: z
			.string()
			.refine(isTimeZone, { error: 'is not an IANA time zone that this Node knows' })
			.default('Europe/Paris'),
		/** The local catcher is part of the stack: /dev/outbox shows what it received. Never true in production. */
		PARCOURS_OUTBOX: flag.default(false),
		/**
		 * Addresses, keys and certificates of Temporal are read by `@temporalio/envconfig` from its own variables; here are
		 * those that it takes for something else when they are wrong.
		 */
		TEMPORAL_ADDRESS: z
			.string()
			.regex(/^(\[[\da-f:.]+\]|[^\s:/]+)(:\d+)?$/i, 'must be a host and a port, without http://')
			.optional(),
		TEMPORAL_TLS: flag.optional(),
		TEMPORAL_NAMESPACE: z.string().default('default'),
		/** For links from an enrollment to its workflow. Not set: no links. */
		TEMPORAL_UI_URL: baseUrl.optional(),
		/** The Temporal task queue that the worker polls and the dispatcher starts journeys on. */
		TASK_QUEUE: z.string().default('parcours'),
		/** Not set: no email can be sent. */
		SMTP_URL: url('smtp', 'smtps').optional(),
		SMTP_FROM: z
			.string()
			.regex(/[^\s@<]+@[^\s@>]+/, 'must contain an email address')
			.optional(),
		/** Answers whether the receiving side has accepted an idempotency key; most providers have no such thing. */
		SMTP_ASK_URL: baseUrl.optional(),
		/** Not set: no SMS can be sent. */
		TWILIO_ACCOUNT_SID: z.string().regex(/^AC/, 'must start with AC').optional(),
		TWILIO_AUTH_TOKEN: z.string().optional(),
		/** A number in E.164, an alphanumeric sender, or a messaging service (MG…). */
		TWILIO_FROM: z.string().optional(),
		TWILIO_API_URL: baseUrl.default('https://api.twilio.com'),
		TWILIO_ASK_URL: baseUrl.optional(),
		/** Networks of the retailer's own that calls to its systems may go to, though they are not public: `10.20.0.0/16`, with commas between. */
		HTTP_ALLOW_NETWORKS: networks.default([]),
		/** Events that one key may send to one web process in a second, for long; four seconds' worth at once. */
		EVENTS_PER_SECOND: whole(1, 1_000_000).default(5000),
		LOG_LEVEL: z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(', ')}` }).default('info'),
	})
	.superRefine((values, context) => {
		const require = (names: readonly (keyof typeof values)[], because: string) => {
			for (const name of names) {
				if (values[name] === undefined)
					context.addIssue({ code: 'custom', path: [name], message: `${needed}, but ${because}` });
			}
		};
		if (values.SMTP_URL) require(['SMTP_FROM'], 'SMTP_URL is');
		const twilio = ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_FROM'] as const;
		const given = twilio.find((name) => values[name] !== undefined);
		if (given) require(twilio, `${given} is`);
	})
	.transform((values) => ({
		...values,
		PARCOURS_SECRET:
			values.PARCOURS_SECRET ??
			createHmac('sha256', values.BETTER_AUTH_SECRET).update('parcours links').digest('base64url'),
	}));

export type Config = z.output<typeof environment>;

/**
 * Reads the configuration out of an environment. An empty value counts as not set, as compose files and CI pass them so.
 *
 * @throws ConfigError that lists every problem, not only the first.
 */
export function parseConfig(env: Record<string, string | undefined>): Config {
	const given = Object.fromEntries(
		Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
	);
	const parsed = environment.safeParse(given, {
		error: (issue) => (issue.code === 'invalid_type' && issue.input === undefined ? needed : undefined),
	});
	if (parsed.success) return parsed.data;
	const problems = parsed.error.issues.map((issue) => {
		const name = String(issue.path[0]);
		const example = Object.entries(EXAMPLES).find(([key]) => key === name)?.[1];
		return `  ${name} ${issue.message}. For example: ${name}=${example}`;
	});
	throw new ConfigError(`The configuration is not right:\n${problems.join('\n')}`);
}

let cached: Config | undefined;

/** The configuration of this process, read once. Call it where a value is used, never at the top of a module: a build has no configuration. */
export function config(): Config {
	cached ??= parseConfig(process.env);
	return cached;
}

import { postgresUrl } from './postgres';
import type { Env } from './process';
import type { Secrets } from './secrets';

export type Ports = {
	web: number;
	postgres: number;
	temporal: number;
	/** Temporal's own web pages; undefined: not shown. */
	temporalUi: number | undefined;
	smtp: number;
	outbox: number;
};

export type Environment = {
	/** What every part is started with. */
	env: Env;
	/** What the environment does not name, and so is ours to run. */
	embedded: { postgres: boolean; temporal: boolean; outbox: boolean };
};

/** A file that is not there: the SDK then looks for no other profile (an empty one it cannot read). */
const NO_PROFILE = '/nonexistent/temporal.toml';

/** How a local Twilio account is called; a real one has other digits. */
const LOCAL_ACCOUNT = `AC${'0'.repeat(32)}`;

/**
 * What the parts of a stack are told. A database, a Temporal, a mail server or an SMS gateway that the environment names
 * is used as it is, and nothing about it is invented; what it does not name points at an embedded part.
 */
export function composeEnvironment(given: Env, ports: Ports, secrets: Secrets): Environment {
	const named = (...names: string[]) => names.some((name) => given[name]?.trim());
	const local = 'http://127.0.0.1';
	const env: Env = {
		NEXT_TELEMETRY_DISABLED: '1',
		...given,
		PORT: String(ports.web),
		PARCOURS_URL: given.PARCOURS_URL?.trim() || `http://localhost:${ports.web}`,
	};

	const postgres = !named('DATABASE_URL');
	if (postgres) {
		env.DATABASE_URL = postgresUrl(ports.postgres, secrets.postgresPassword, 'parcours');
		env.BETTER_AUTH_SECRET = given.BETTER_AUTH_SECRET || secrets.authSecret;
		env.PARCOURS_SECRET = given.PARCOURS_SECRET || secrets.linkSecret;
	}

	const temporal = !named('TEMPORAL_ADDRESS', 'TEMPORAL_PROFILE', 'TEMPORAL_CONFIG_FILE');
	if (temporal) {
		// Keys and certificates of another server, from the environment or from a person's own profile, do not fit ours.
		for (const name of Object.keys(env))
			if (name.startsWith('TEMPORAL_') && name !== 'TEMPORAL_NAMESPACE') delete env[name];
		env.TEMPORAL_CONFIG_FILE = NO_PROFILE;
		env.TEMPORAL_ADDRESS = `127.0.0.1:${ports.temporal}`;
		env.TEMPORAL_NAMESPACE = given.TEMPORAL_NAMESPACE || 'default';
		if (ports.temporalUi !== undefined) env.TEMPORAL_UI_URL = `http://localhost:${ports.temporalUi}`;
	}

	const email = !named('SMTP_URL');
	if (email) {
		env.SMTP_URL = `smtp://127.0.0.1:${ports.smtp}`;
		env.SMTP_ASK_URL = `${local}:${ports.outbox}/ask`;
	}
	const sms = !named('TWILIO_API_URL', 'TWILIO_ACCOUNT_SID');
	if (sms) {
		env.TWILIO_API_URL = `${local}:${ports.outbox}`;
		env.TWILIO_ASK_URL = `${local}:${ports.outbox}/ask`;
	}
	if (postgres) {
		// On a machine to try things on, the address of a receiver is enough.
		env.SMTP_FROM = given.SMTP_FROM?.trim() || '"Parcours" <journeys@example.com>';
		env.TWILIO_FROM = given.TWILIO_FROM?.trim() || '+33644600000';
		if (!named('TWILIO_ACCOUNT_SID')) {
			env.TWILIO_ACCOUNT_SID = LOCAL_ACCOUNT;
			env.TWILIO_AUTH_TOKEN = given.TWILIO_AUTH_TOKEN?.trim() || secrets.twilioAuthToken;
		}
	}
	const outbox = email || sms;
	if (outbox) {
		env.OUTBOX_SMTP_PORT = String(ports.smtp);
		env.OUTBOX_HTTP_PORT = String(ports.outbox);
		env.PARCOURS_OUTBOX = 'true';
	}
	return { env, embedded: { postgres, temporal, outbox } };
}

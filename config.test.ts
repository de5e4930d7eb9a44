import { describe, expect, test } from 'vitest';
import { ConfigError, parseConfig } from './config';

const enough = {
	DATABASE_URL: 'postgres://parcours@localhost/parcours',
	PARCOURS_URL: 'https://journeys.example.com/',
	BETTER_AUTH_SECRET: 'x'.repeat(32),
};

function problemsOf(env: Record<string, string | undefined>): string {
	try {
		parseConfig(env);
	} catch (error) {
		if (error instanceof ConfigError) return error.message;
		throw error;
	}
	return '';
}

describe('the configuration', () => {
	test('needs three variables and defaults the rest', () => {
		expect(parseConfig(enough)).toMatchObject({
			PARCOURS_URL: 'https://journeys.example.com',
			PARCOURS_TIMEZONE: 'Europe/Paris',
			PORT: 3000,
			PARCOURS_OUTBOX: false,
			TEMPORAL_NAMESPACE: 'default',
			TWILIO_API_URL: 'https://api.twilio.com',
			LOG_LEVEL: 'info',
		});
	});

	test('lists everything that is missing, each with an example', () => {
		const message = problemsOf({});
		expect(message).toContain(
			'DATABASE_URL is not set. For example: DATABASE_URL=postgres://parcours:secret@localhost:5432/parcours',
		);
		expect(message).toContain('PARCOURS_URL is not set. For example: PARCOURS_URL=https://journeys.example.com');
		expect(message).toContain('BETTER_AUTH_SECRET is not set. For example: BETTER_AUTH_SECRET=the output of: openssl');
	});

	test.each([
		['DATABASE_URL', 'mysql://localhost/x', 'must be a URL that starts with postgres:// or postgresql://'],
		['DATABASE_POOL', '0', 'must be a whole number from 1 to 1000'],
		['PARCOURS_URL', 'journeys.example.com', 'must be a URL that starts with http:// or https://'],
		['PORT', 'eighty', 'must be a whole number from 1 to 65535'],
		['BETTER_AUTH_SECRET', 'short', 'must have at least 32 characters'],
		['PARCOURS_SECRET', 'short', 'must have at least 32 characters'],
		['PARCOURS_TIMEZONE', 'Paris', 'is not an IANA time zone that this Node knows'],
		['PARCOURS_OUTBOX', 'yes', 'must be true or false'],
		['TEMPORAL_ADDRESS', 'http://localhost:7233', 'must be a host and a port, without http://'],
		['TEMPORAL_TLS', 'yes', 'must be true or false'],
		['SMTP_URL', 'localhost:25', 'must be a URL that starts with smtp:// or smtps://'],
		['TWILIO_ACCOUNT_SID', 'SK123', 'must start with AC'],
		['LOG_LEVEL', 'loud', 'must be one of trace, debug, info, warn, error, silent'],
	])('refuses %s=%s and says why', (name, value, why) => {
		expect(problemsOf({ ...enough, [name]: value })).toContain(`${name} ${why}. For example: ${name}=`);
	});

	test('wants a sender as soon as there is a mail server, and all of Twilio or nothing', () => {
		expect(problemsOf({ ...enough, SMTP_URL: 'smtp://localhost:25' })).toContain(
			'SMTP_FROM is not set, but SMTP_URL is',
		);
		const message = problemsOf({ ...enough, TWILIO_AUTH_TOKEN: 'x' });
		expect(message).toContain('TWILIO_ACCOUNT_SID is not set, but TWILIO_AUTH_TOKEN is');
		expect(message).toContain('TWILIO_FROM is not set, but TWILIO_AUTH_TOKEN is');
	});

	test('takes an empty value for one that is not set', () => {
		const parsed = parseConfig({ ...enough, SMTP_URL: '', PARCOURS_TIMEZONE: ' ' });
		expect(parsed.PARCOURS_TIMEZONE).toBe('Europe/Paris');
		expect(parsed.SMTP_URL).toBeUndefined();
	});

	test('never shows a secret in a problem', () => {
		expect(problemsOf({ ...enough, BETTER_AUTH_SECRET: 'hunter2' })).not.toContain('hunter2');
	});

	test('derives the secret of links when it has none of its own', () => {
		const derived = parseConfig(enough).PARCOURS_SECRET;
		expect(derived).toHaveLength(43);
		expect(derived).not.toBe(enough.BETTER_AUTH_SECRET);
		expect(parseConfig({ ...enough, PARCOURS_SECRET: 'y'.repeat(32) }).PARCOURS_SECRET).toBe('y'.repeat(32));
	});
});

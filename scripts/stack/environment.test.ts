import { describe, expect, test } from 'vitest';
import { parseConfig } from '@/config';
import { composeEnvironment, type Ports } from './environment';

const ports: Ports = { web: 3000, postgres: 54329, temporal: 7239, temporalUi: 8239, smtp: 1029, outbox: 8029 };
const secrets = {
	postgresPassword: 'p'.repeat(48),
	authSecret: 'a'.repeat(64),
	linkSecret: 'l'.repeat(64),
	twilioAuthToken: 't'.repeat(32),
};
const compose = (given: Record<string, string>) => composeEnvironment(given, ports, secrets);

describe('a stack', () => {
	test('without a single variable runs everything itself, rightly configured', () => {
		const { env, embedded } = compose({});
		expect(embedded).toEqual({ postgres: true, temporal: true, outbox: true });
		expect(parseConfig(env)).toMatchObject({
			PORT: 3000,
			PARCOURS_URL: 'http://localhost:3000',
			PARCOURS_OUTBOX: true,
		});
	});
	test('takes an empty variable for one that is not set', () => {
		expect(compose({ DATABASE_URL: '', TEMPORAL_ADDRESS: ' ', SMTP_URL: '' }).embedded).toEqual({
			postgres: true,
			temporal: true,
			outbox: true,
		});
	});
	test('on a database that was named invents no secret', () => {
		const { env, embedded } = compose({ DATABASE_URL: 'postgres://parcours@db/parcours' });
		expect(embedded.postgres).toBe(false);
		expect(env.DATABASE_URL).toBe('postgres://parcours@db/parcours');
		expect(env.BETTER_AUTH_SECRET).toBeUndefined();
		expect(() => parseConfig(env)).toThrow('BETTER_AUTH_SECRET is not set');
	});
	test('with a Temporal that was named passes its variables on as they are', () => {
		const { env, embedded } = compose({ TEMPORAL_ADDRESS: 'cloud:7233', TEMPORAL_API_KEY: 'k', TEMPORAL_TLS: 'true' });
		expect(embedded.temporal).toBe(false);
		expect(env).toMatchObject({ TEMPORAL_ADDRESS: 'cloud:7233', TEMPORAL_API_KEY: 'k', TEMPORAL_TLS: 'true' });
	});
	test('does not show keys of another Temporal to its own', () => {
		const { env } = compose({ TEMPORAL_API_KEY: 'k', TEMPORAL_TLS_CLIENT_KEY_PATH: '/key' });
		expect(env.TEMPORAL_API_KEY).toBeUndefined();
		expect(env.TEMPORAL_TLS_CLIENT_KEY_PATH).toBeUndefined();
		expect(env.TEMPORAL_ADDRESS).toBe('127.0.0.1:7239');
	});
	test('with a mail server and a gateway that were named runs no receivers, and shows none', () => {
		const { env, embedded } = compose({
			SMTP_URL: 'smtp://mail:25',
			TWILIO_ACCOUNT_SID: 'AC1',
			TWILIO_AUTH_TOKEN: 'x',
			TWILIO_FROM: '+33600000000',
		});
		expect(embedded.outbox).toBe(false);
		expect(env.PARCOURS_OUTBOX).toBeUndefined();
		expect(env.TWILIO_API_URL).toBeUndefined();
		expect(env).toMatchObject({ SMTP_URL: 'smtp://mail:25', TWILIO_ACCOUNT_SID: 'AC1' });
	});
	test('with a mail server of its own and a gateway that was named still receives email', () => {
		const { env, embedded } = compose({ TWILIO_API_URL: 'http://127.0.0.1:9' });
		expect(embedded.outbox).toBe(true);
		expect(env.TWILIO_API_URL).toBe('http://127.0.0.1:9');
		expect(env.TWILIO_ASK_URL).toBeUndefined();
		expect(env.SMTP_URL).toBe('smtp://127.0.0.1:1029');
	});
});

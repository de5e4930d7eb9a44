import { betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { APIError, createAuthMiddleware } from 'better-auth/api';
import { nextCookies } from 'better-auth/next-js';
import { config } from '@/config';
import { accounts, ROLES, rateLimits, sessions, users, verifications } from '@/db/auth-schema';
import { db } from '@/db/client';
import { log } from '@/log';
import { mayTrySignIn } from './attempts';
import { PASSWORD_MAX, PASSWORD_MIN } from './password';

const DAY_SECONDS = 86_400;

/** The address one calls a machine of one's own by has two spellings; both are that machine. */
function origins(url: string): string[] {
	const { hostname, origin } = new URL(url);
	if (hostname !== 'localhost' && hostname !== '127.0.0.1') return [origin];
	return [origin.replace(hostname, 'localhost'), origin.replace(hostname, '127.0.0.1')];
}

function create() {
	const { PARCOURS_URL, BETTER_AUTH_SECRET } = config();
	return betterAuth({
		appName: 'Parcours',
		baseURL: PARCOURS_URL,
		secret: BETTER_AUTH_SECRET,
		trustedOrigins: origins(PARCOURS_URL),
		database: drizzleAdapter(db(), {
			provider: 'pg',
			schema: { user: users, session: sessions, account: accounts, verification: verifications, rateLimit: rateLimits },
		}),
		emailAndPassword: {
			enabled: true,
			// Members are made by an owner; nobody lets herself in.
			disableSignUp: true,
			minPasswordLength: PASSWORD_MIN,
			maxPasswordLength: PASSWORD_MAX,
		},
		user: {
			additionalFields: {
				role: { type: [...ROLES], required: true, defaultValue: 'viewer', input: false },
			},
		},
		// A session is looked up each time, so that a removed member or a changed role counts at once; it is not prolonged by
		// looking at pages, which cannot write cookies.
		session: { expiresIn: 14 * DAY_SECONDS, disableSessionRefresh: true, cookieCache: { enabled: false } },
		rateLimit: {
			enabled: true,
			storage: 'database',
			window: 60,
			max: 300,
			customRules: { '/sign-in/email': { window: 60, max: 30 } },
		},
		hooks: {
			before: createAuthMiddleware(async (context) => {
				if (context.path !== '/sign-in/email') return;
				if (!(await mayTrySignIn(db(), String(context.body?.email ?? ''))))
					throw new APIError('TOO_MANY_REQUESTS', { message: 'Too many attempts. Try again in a minute.' });
			}),
		},
		advanced: { cookiePrefix: 'parcours', useSecureCookies: PARCOURS_URL.startsWith('https:') },
		telemetry: { enabled: false },
		// Only its sentence: what it would log beside it may hold an address.
		logger: { log: (level, message) => log()[level]({ part: 'auth' }, message) },
		plugins: [nextCookies()],
	});
}

let held: ReturnType<typeof create> | undefined;

/** Sessions and passwords. Made when first used: a build has no configuration. */
export function auth(): ReturnType<typeof create> {
	held ??= create();
	return held;
}

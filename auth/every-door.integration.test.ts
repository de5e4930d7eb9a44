import { readdirSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createKey } from '@/db/api-keys';
import { ROLES, type Role } from '@/db/auth-schema';
import { db } from '@/db/client';
import { createJourney } from '@/db/journeys';
import { workspace } from '@/db/schema';
import { graph } from '@/lib/graph';
import { workspaceSettings } from '@/lib/settings';
import { can, type Permission } from './permissions';
import { bringCookie } from './testing/next-headers';
import { cookieOf, person } from './testing/people';

vi.mock('next/headers', () => import('./testing/next-headers'));
vi.mock('next-intl/server', () => import('./testing/next-intl-server'));
vi.stubEnv('__NEXT_EXPERIMENTAL_AUTH_INTERRUPTS', 'true');

const ROOT = resolve(import.meta.dirname, '..');
const APP = resolve(ROOT, 'app');
/** Files of the app by their name. */
const found = (name: string) =>
	readdirSync(APP, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith(`/${name}`))
		.sort();
const load = async (file: string): Promise<Record<string, unknown>> => import(resolve(APP, file));

const cookies = new Map<Role, string>();
let keys: Record<'write' | 'secret', string>;
beforeAll(async () => {
	await db()
		.insert(workspace)
		.values({ id: 1, settings: workspaceSettings.parse({}) });
	for (const role of ROLES) cookies.set(role, await cookieOf((await person(role)).email));
	keys = {
		write: await createKey(db(), { kind: 'write', name: 'site' }),
		secret: await createKey(db(), { kind: 'secret', name: 'till' }),
	};
});
beforeEach(() => bringCookie(''));
const comeAs = (role: Role) => bringCookie(cookies.get(role) ?? '');

/** `own`: any member, for what is her own. `link`: whoever has a link that we signed. A new action must be written here. */
const ACTIONS: Record<string, Permission | 'own' | 'link' | 'everybody'> = {
	'(app)/forms/actions.ts create': 'journey.edit',
	'(app)/forms/actions.ts save': 'journey.edit',
	'(app)/forms/actions.ts setPublished': 'journey.publish',
	'(app)/customers/[id]/actions.ts erase': 'customer.erase',
	'(app)/customers/[id]/actions.ts exportAll': 'customer.erase',
	'(app)/customers/[id]/actions.ts join': 'customer.operate',
	'(app)/customers/[id]/actions.ts part': 'customer.operate',
	'(app)/customers/[id]/actions.ts previewJoin': 'customer.operate',
	'(app)/journeys/[id]/actions.ts countInside': 'journey.view',
	'(app)/journeys/[id]/actions.ts end': 'journey.operate',
	'(app)/journeys/[id]/actions.ts findProblems': 'journey.view',
	'(app)/journeys/[id]/actions.ts pause': 'journey.operate',
	'(app)/journeys/[id]/actions.ts previewEmail': 'journey.view',
	'(app)/journeys/[id]/actions.ts publishDraft': 'journey.publish',
	'(app)/journeys/[id]/actions.ts resume': 'journey.operate',
	'(app)/journeys/[id]/actions.ts retry': 'journey.operate',
	'(app)/journeys/[id]/actions.ts save': 'journey.edit',
	'(app)/journeys/[id]/actions.ts saveAsCopy': 'journey.edit',
	'(app)/journeys/[id]/actions.ts stop': 'journey.operate',
	'(app)/journeys/[id]/reach/actions.ts order': 'journey.operate',
	'(app)/journeys/[id]/reach/actions.ts setRate': 'journey.operate',
	'(app)/journeys/actions.ts archive': 'journey.edit',
	'(app)/journeys/actions.ts create': 'journey.edit',
	'(app)/journeys/actions.ts duplicate': 'journey.edit',
	'(app)/offers/actions.ts archive': 'offer.edit',
	'(app)/offers/actions.ts decide': 'offer.edit',
	'(app)/offers/actions.ts fill': 'offer.edit',
	'(app)/offers/actions.ts save': 'offer.edit',
	'(app)/catalogue/actions.ts nameProducts': 'journey.view',
	'(app)/catalogue/actions.ts searchProducts': 'journey.view',
	'(app)/calendar/actions.ts archive': 'offer.edit',
	'(app)/calendar/actions.ts save': 'offer.edit',
	'(app)/rules/actions.ts countMatches': 'journey.view',
	'(app)/segments/actions.ts archive': 'journey.edit',
	'(app)/segments/actions.ts save': 'journey.edit',
	'(app)/segments/actions.ts saveStage': 'journey.edit',
	'(app)/settings/account/actions.ts changePassword': 'own',
	'(app)/settings/account/actions.ts rename': 'own',
	'(app)/settings/connections/actions.ts addConnection': 'settings.edit',
	'(app)/settings/connections/actions.ts changeConnection': 'settings.edit',
	'(app)/settings/connections/actions.ts removeConnection': 'settings.edit',
	'(app)/settings/connections/actions.ts replaceSecret': 'settings.edit',
	'(app)/settings/general/actions.ts saveSettings': 'settings.edit',
	'(app)/settings/keys/actions.ts makeKey': 'settings.edit',
	'(app)/settings/keys/actions.ts revoke': 'settings.edit',
	'(app)/settings/members/actions.ts inviteMember': 'member.manage',
	'(app)/settings/members/actions.ts remove': 'member.manage',
	'(app)/settings/members/actions.ts setRole': 'member.manage',
	'(app)/settings/members/actions.ts setStores': 'member.manage',
	'(app)/settings/sources/actions.ts create': 'source.edit',
	'(app)/settings/sources/actions.ts forget': 'customer.operate',
	'(app)/settings/sources/actions.ts remove': 'source.edit',
	'(app)/settings/sources/actions.ts replaceSecret': 'source.edit',
	'(app)/settings/sources/actions.ts save': 'source.edit',
	'(app)/settings/sources/actions.ts tryAgain': 'customer.operate',
	'confirm/[token]/actions.ts confirm': 'link',
	// A published form, from anybody.
	'f/[slug]/actions.ts submit': 'everybody',
	'(app)/stores/[id]/actions.ts claim': 'store.work',
	'(app)/stores/[id]/actions.ts findCustomer': 'store.work',
	'(app)/stores/[id]/actions.ts lookFor': 'store.work',
	'(app)/stores/[id]/actions.ts redeem': 'store.work',
	'(app)/stores/[id]/actions.ts settle': 'store.work',
	'(app)/stores/[id]/actions.ts visit': 'store.work',
	'(app)/trends/actions.ts archive': 'journey.edit',
	'(app)/trends/actions.ts save': 'journey.edit',
	'(app)/trends/actions.ts startJourney': 'journey.edit',
	'u/[token]/manage/actions.ts decide': 'link',
};

describe('every server action', () => {
	const called = async (door: string): Promise<unknown> => {
		const [file = '', name = ''] = door.split(/ (?=\w+$)/);
		const action = (await load(file))[name];
		// Without input: whoever may is told so, and nothing is done.
		return typeof action === 'function' ? action(undefined) : null;
	};

	test('is listed here with who may call it', async () => {
		const exported = await Promise.all(
			found('actions.ts').map(async (file) => Object.keys(await load(file)).map((name) => `${file} ${name}`)),
		);
		expect(exported.flat().sort()).toEqual(Object.keys(ACTIONS).sort());
	});
	test('is in a file of actions: nowhere else code of the server is opened to browsers', () => {
		const opened = ['app', 'auth', 'channels', 'components', 'db', 'i18n', 'lib', 'nodes']
			.flatMap((folder) =>
				readdirSync(resolve(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
			)
			.filter((file) => /\.tsx?$/.test(file) && !file.includes('.test.'))
			.filter((file) => /^\s*['"]use server['"]/m.test(readFileSync(resolve(ROOT, file), 'utf8')));
		expect(opened).toContain('app/(app)/journeys/actions.ts');
		expect(opened.filter((file) => !file.endsWith('/actions.ts'))).toEqual([]);
	});
	test.each(Object.entries(ACTIONS).filter(([, may]) => may !== 'link' && may !== 'everybody'))(
		'%s refuses strangers and every role without %s',
		async (door, may) => {
			expect(await called(door)).toMatchObject({ ok: false, error: { code: 'signed-out' } });
			for (const role of ROLES) {
				comeAs(role);
				const code = may === 'own' || may === 'link' || may === 'everybody' || can(role, may) ? 'invalid' : 'forbidden';
				expect(await called(door), role).toMatchObject({ ok: false, error: { code } });
			}
		},
	);
});

type Access = 'everybody' | 'write key' | 'secret key' | 'signature' | Permission;
const INGEST = ['a', 'alias', 'b', 'batch', 'g', 'group', 'i', 'identify', 'p', 'page', 's', 'screen', 't', 'track'];

const ROUTES: Record<string, Access> = {
	// Answers signing in and out only: auth/members.integration.test.ts.
	'api/auth/[...all]/route.ts GET': 'everybody',
	'api/auth/[...all]/route.ts POST': 'everybody',
	'api/catalogue/import/route.ts POST': 'catalogue.edit',
	'api/healthz/route.ts GET': 'everybody',
	'api/journey.schema.json/route.ts GET': 'everybody',
	'api/journeys/[id]/state/route.ts GET': 'journey.view',
	'api/readyz/route.ts GET': 'everybody',
	'f/embed.js/route.ts GET': 'everybody',
	'healthz/route.ts GET': 'everybody',
	'readyz/route.ts GET': 'everybody',
	// Shows where one decides; decides nothing.
	'u/[token]/route.ts GET': 'everybody',
	'u/[token]/route.ts POST': 'signature',
	...Object.fromEntries(
		INGEST.flatMap((call) => [
			[`v1/${call}/route.ts OPTIONS`, 'everybody' as const],
			[`v1/${call}/route.ts POST`, 'write key' as const],
		]),
	),
	'v1/catalogue/import/route.ts POST': 'secret key',
	'v1/customers/[id]/route.ts GET': 'secret key',
	'v1/customers/route.ts GET': 'secret key',
	'v1/customers/[id]/route.ts DELETE': 'secret key',
	'v1/customers/[id]/export/route.ts GET': 'secret key',
	'v1/contacts/route.ts POST': 'secret key',
	'v1/email/inbound/route.ts POST': 'secret key',
	'v1/journeys/[id]/route.ts GET': 'secret key',
	'v1/journeys/[id]/why-not/route.ts GET': 'secret key',
	'v1/journeys/route.ts GET': 'secret key',
	'v1/journeys/route.ts POST': 'secret key',
	'v1/messages/route.ts GET': 'write key',
	'v1/messages/route.ts OPTIONS': 'everybody',
	'v1/offers/[id]/codes/route.ts POST': 'secret key',
	'v1/offers/[id]/route.ts GET': 'secret key',
	'v1/offers/[id]/route.ts PUT': 'secret key',
	'v1/operations/[id]/route.ts GET': 'secret key',
	'v1/operations/[id]/route.ts PUT': 'secret key',
	'v1/points/redeem/route.ts POST': 'secret key',
	'v1/products/[id]/availability/route.ts GET': 'secret key',
	'v1/products/[id]/route.ts GET': 'secret key',
	'v1/products/route.ts PUT': 'secret key',
	'v1/sms/inbound/route.ts POST': 'signature',
	// Also to the source's own secret: app/v1/sources.integration.test.ts.
	'v1/sources/[id]/route.ts POST': 'secret key',
	'v1/stock/route.ts PUT': 'secret key',
	'v1/stores/[id]/route.ts GET': 'secret key',
	'v1/stores/route.ts PUT': 'secret key',
	'v1/trends/route.ts GET': 'secret key',
	'v1/variants/route.ts PUT': 'secret key',
	'v1/vouchers/[code]/redeem/route.ts POST': 'secret key',
};

describe('every route', () => {
	const ID = '01a210a1-bf9d-76cf-a512-834ba9a363a4';
	const asked = async (door: string, key?: string): Promise<number> => {
		const [file = '', method = ''] = door.split(/ (?=\w+$)/);
		const handler = (await load(file))[method];
		if (typeof handler !== 'function') throw new Error(`${door} is not there`);
		const request = new Request(`http://localhost:3000/${dirname(file)}`, {
			method,
			...(method === 'POST' ? { body: '{}' } : {}),
			headers: key === undefined ? {} : { authorization: `Basic ${btoa(`${key}:`)}` },
		});
		return (await handler(request, { params: Promise.resolve({ id: ID, code: 'ABC', token: 'x.y' }) })).status;
	};
	const of = (access: Access) => Object.keys(ROUTES).filter((door) => ROUTES[door] === access);

	test('is listed here with who may ask it', async () => {
		const exported = await Promise.all(
			found('route.ts').map(async (file) => Object.keys(await load(file)).map((name) => `${file} ${name}`)),
		);
		expect(exported.flat().sort()).toEqual(Object.keys(ROUTES).sort());
	});
	test.each(of('secret key'))('%s opens to the secret key only', async (door) => {
		expect(await asked(door)).toBe(401);
		expect(await asked(door, 'psk_invented')).toBe(401);
		expect(await asked(door, keys.write)).toBe(403);
		for (const role of ROLES) {
			comeAs(role);
			expect(await asked(door), role).toBe(401);
		}
		bringCookie('');
		expect([200, 400, 404]).toContain(await asked(door, keys.secret));
	});
	test.each(of('write key'))('%s opens to a key only, whoever is signed in', async (door) => {
		expect(await asked(door)).toBe(401);
		expect(await asked(door, 'pwk_invented')).toBe(401);
		comeAs('owner');
		expect(await asked(door)).toBe(401);
		expect([200, 400]).toContain(await asked(door, keys.write));
	});
	test.each(of('signature'))('%s opens to what was signed only, whoever asks', async (door) => {
		comeAs('owner');
		for (const key of [undefined, keys.write, keys.secret]) expect([403, 404]).toContain(await asked(door, key));
	});
	test.each(of('journey.view'))('%s opens to members who may see journeys, not to keys', async (door) => {
		expect(await asked(door)).toBe(401);
		expect(await asked(door, keys.secret)).toBe(401);
		for (const role of ROLES) {
			comeAs(role);
			expect(can(role, 'journey.view') ? [400, 404] : [403], role).toContain(await asked(door));
		}
	});
	test.each(of('catalogue.edit'))('%s opens to members who may edit the catalogue, not to keys', async (door) => {
		expect(await asked(door)).toBe(401);
		expect(await asked(door, keys.secret)).toBe(403);
		for (const role of ROLES) {
			comeAs(role);
			expect(await asked(door), role).toBe(can(role, 'catalogue.edit') ? 400 : 403);
		}
	});
	test('of members is tried above for every permission there is a route for', () => {
		const tried = ['everybody', 'write key', 'secret key', 'signature', 'journey.view', 'catalogue.edit'];
		expect(Object.values(ROUTES).filter((access) => !tried.includes(access))).toEqual([]);
	});
});

/** A page is asked for by itself too: a layout around it protects nothing. `own`: any member, for what is her own. */
const PAGES: Record<string, Permission | 'own'> = {
	'(app)/catalogue/[id]/page.tsx': 'journey.view',
	'(app)/catalogue/import/page.tsx': 'catalogue.edit',
	'(app)/catalogue/page.tsx': 'journey.view',
	'(app)/customers/[id]/page.tsx': 'customer.view',
	'(app)/customers/page.tsx': 'customer.view',
	'(app)/dev/outbox/[id]/page.tsx': 'customer.view',
	'(app)/dev/outbox/page.tsx': 'customer.view',
	'(app)/enrollments/[id]/page.tsx': 'journey.view',
	'(app)/forms/[id]/page.tsx': 'journey.view',
	'(app)/forms/page.tsx': 'journey.view',
	'(app)/journeys/[id]/edit/page.tsx': 'journey.view',
	'(app)/journeys/[id]/enrollments/page.tsx': 'journey.view',
	'(app)/journeys/[id]/monitor/page.tsx': 'journey.view',
	'(app)/journeys/[id]/page.tsx': 'journey.view',
	'(app)/journeys/[id]/reach/page.tsx': 'journey.view',
	'(app)/journeys/page.tsx': 'journey.view',
	'(app)/calendar/[id]/page.tsx': 'journey.view',
	'(app)/calendar/new/page.tsx': 'offer.edit',
	'(app)/calendar/page.tsx': 'journey.view',
	'(app)/offers/[id]/page.tsx': 'journey.view',
	'(app)/offers/new/page.tsx': 'offer.edit',
	'(app)/offers/page.tsx': 'journey.view',
	'(app)/segments/[id]/page.tsx': 'customer.view',
	'(app)/segments/lifecycle/page.tsx': 'customer.view',
	'(app)/segments/new/page.tsx': 'journey.edit',
	'(app)/segments/page.tsx': 'customer.view',
	'(app)/settings/account/page.tsx': 'own',
	'(app)/settings/connections/page.tsx': 'settings.edit',
	'(app)/settings/consent/page.tsx': 'settings.edit',
	'(app)/settings/general/page.tsx': 'settings.edit',
	'(app)/settings/keys/page.tsx': 'settings.edit',
	'(app)/settings/members/page.tsx': 'member.manage',
	'(app)/settings/page.tsx': 'own',
	'(app)/settings/sources/[id]/page.tsx': 'customer.operate',
	'(app)/settings/sources/new/page.tsx': 'source.edit',
	'(app)/settings/sources/page.tsx': 'journey.view',
	'(app)/stores/[id]/details/page.tsx': 'journey.view',
	'(app)/stores/[id]/page.tsx': 'store.work',
	'(app)/stores/page.tsx': 'store.view',
	'(app)/trends/[id]/page.tsx': 'customer.view',
	'(app)/trends/new/page.tsx': 'journey.edit',
	'(app)/trends/page.tsx': 'customer.view',
};

describe('every page of the app', () => {
	const opened = async (file: string): Promise<unknown> => {
		const { default: page } = await load(file);
		if (typeof page !== 'function') throw new Error(`${file} is not a page`);
		const asked = { params: Promise.resolve({ id: 'x' }), searchParams: Promise.resolve({}) };
		return Promise.resolve(page(asked)).then(
			() => 'opened',
			(error: unknown) => (error instanceof Error && 'digest' in error ? error.digest : error),
		);
	};

	test('is listed here with who may open it', () => {
		expect(found('page.tsx').filter((file) => file.startsWith('(app)/'))).toEqual(Object.keys(PAGES).sort());
	});
	test.each(Object.entries(PAGES))('%s sends strangers to sign in, and answers 403 without %s', async (file, may) => {
		expect(await opened(file)).toMatch(/^NEXT_REDIRECT;.*;\/sign-in;/);
		for (const role of ROLES.filter((each) => may !== 'own' && !can(each, may))) {
			comeAs(role);
			expect(await opened(file), role).toBe('NEXT_HTTP_ERROR_FALLBACK;403');
		}
	});
	test('tells strangers nothing by its title', async () => {
		const drawn = graph.parse({ nodes: [], edges: [], settings: {} });
		const id = await createJourney(db(), { name: 'Quiet launch', graph: drawn }, 'system');
		const titles = async () => {
			const asked = { params: Promise.resolve({ id }), searchParams: Promise.resolve({}) };
			const made = Object.keys(PAGES).map(async (file) => {
				const { generateMetadata: title } = await load(file);
				return typeof title === 'function' ? JSON.stringify(await title(asked)) : '';
			});
			return (await Promise.allSettled(made)).map((each) => (each.status === 'fulfilled' ? each.value : '')).join();
		};
		expect(await titles()).not.toContain('Quiet launch');
		comeAs('viewer');
		expect(await titles()).toContain('Quiet launch');
	});
});

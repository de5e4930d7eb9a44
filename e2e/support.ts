import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { type Cookie, expect, type Locator, type Page } from '@playwright/test';
import { z } from 'zod';

const credentials = z
	.object({ url: z.string(), email: z.string(), password: z.string(), writeKey: z.string(), secretKey: z.string() })
	.parse(JSON.parse(readFileSync(process.env.PARCOURS_CREDENTIALS ?? '', 'utf8')));

type Account = { email: string; password: string };

export const { url, writeKey, secretKey } = credentials;
export const owner: Account = credentials;

let session: Cookie[] | null = null;

/** The owner's session is used again: only the first time, and other members, go through the form. `home`: where she lands. */
export async function signIn(page: Page, member?: Account, home = '/journeys'): Promise<void> {
	if (!member && session) {
		await page.context().addCookies(session);
		await page.goto('/journeys');
		return;
	}
	const { email, password } = member ?? credentials;
	await page.goto('/sign-in');
	await page.getByLabel('Email').fill(email);
	await page.getByLabel('Password', { exact: true }).fill(password);
	await page.getByRole('button', { name: 'Sign in' }).click();
	await page.waitForURL(`**${home}`);
	if (!member) session = await page.context().cookies();
}

/** Sends a call as a retailer's site would, or one of its servers with its own key, and expects it to be taken. */
export async function send(type: 'track' | 'identify', call: object, key = writeKey): Promise<void> {
	const response = await fetch(`${url}/v1/${type}`, {
		method: 'POST',
		headers: { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` },
		body: JSON.stringify(call),
	});
	expect(response.status, await response.text()).toBe(200);
}

/** As the till does it. */
export async function redeem(code: string, receipt: string, store = 'auber-paris'): Promise<Response> {
	return fetch(`${url}/v1/vouchers/${code}/redeem`, {
		method: 'POST',
		headers: { authorization: `Basic ${Buffer.from(`${secretKey}:`).toString('base64')}` },
		body: JSON.stringify({ redemption_id: receipt, store_id: store }),
	});
}

/** WCAG 2.2 AA, as far as a machine can tell. */
export async function expectAccessible(page: Page): Promise<void> {
	// What is still appearing has other colours.
	await page.waitForTimeout(400);
	const { violations } = await new AxeBuilder({ page })
		.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
		.analyze();
	expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`)).toEqual([]);
}

/** A new journey of this name, open in the editor. */
export async function newJourney(page: Page, name: string): Promise<void> {
	await page.goto('/journeys');
	await page.getByRole('button', { name: 'New journey' }).first().click();
	await page.getByRole('dialog').getByLabel('Name').fill(name);
	await page.getByRole('button', { name: 'Create' }).click();
	await page.waitForURL('**/edit');
	await expectSaved(page);
}

/** The form at the right of the canvas: of the step that is selected, or of the journey when none is. */
export function inspectorOf(page: Page): Locator {
	return page.getByRole('complementary', { name: 'Settings of the step' });
}

export async function expectSaved(page: Page): Promise<void> {
	await expect(page.locator('[role=status][data-state=saved]')).toBeVisible();
}

/** Publishes a journey as `npm run journey -- push FILE --publish` does. Returns its id. */
export async function publish(journey: object): Promise<string> {
	const response = await fetch(`${url}/v1/journeys`, {
		method: 'POST',
		headers: {
			authorization: `Basic ${Buffer.from(`${secretKey}:`).toString('base64')}`,
			'content-type': 'application/json',
		},
		body: JSON.stringify({ journey: { format: 'parcours/journey@1', ...journey }, publish: true }),
	});
	const answer = await response.json();
	expect(response.status, JSON.stringify(answer)).toBe(200);
	return answer.id;
}

/** In both themes: what is readable on white need not be on black. */
export async function expectAccessibleInBothThemes(page: Page): Promise<void> {
	for (const colorScheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme });
		await expectAccessible(page);
	}
	await page.emulateMedia({ colorScheme: null });
}

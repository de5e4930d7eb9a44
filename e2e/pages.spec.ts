import { expect, type Page, test } from '@playwright/test';
import { writesAndWaits } from './journeys';
import {
	expectAccessible,
	expectAccessibleInBothThemes,
	expectSaved,
	newJourney,
	publish,
	send,
	signIn,
} from './support';

test('a stranger is asked to sign in, and a wrong password is told so', async ({ page }) => {
	await page.goto('/journeys');
	await page.waitForURL('**/sign-in*');
	await expectAccessible(page);
	await page.getByLabel('Email').fill('nobody@example.test');
	await page.getByLabel('Password', { exact: true }).fill('not-the-password');
	await page.getByRole('button', { name: 'Sign in' }).click();
	await expect(page.getByRole('alert').filter({ hasText: /\S/ })).toBeVisible();
});

const PAGES = [
	...['/journeys', '/customers', '/forms', '/dev/outbox'],
	...['/segments', '/segments/new', '/segments/lifecycle', '/trends', '/trends/new'],
	...['/catalogue', '/catalogue/MA-1001', '/catalogue/import'],
	...['/offers', '/offers/new', '/calendar', '/calendar/new'],
	...['/stores', '/stores/auber-paris', '/stores/auber-paris/details'],
	...['general', 'account', 'members', 'consent', 'connections', 'keys'].map((part) => `/settings/${part}`),
];

for (const [width, colorScheme] of [
	[1440, 'light'],
	[390, 'dark'],
] as const) {
	test(`every page holds WCAG AA at ${width} px, ${colorScheme}`, async ({ page, context }) => {
		await signIn(page);
		const id = await publish(
			writesAndWaits(`A long name that must not push the page wider ${width}`, `Nobody ${width}`),
		);
		const journey = ['edit', 'monitor', 'reach', 'enrollments'].map((part) => `/journeys/${id}/${part}`);
		const left = [...journey, ...PAGES].values();
		const look = async (tab: Page) => {
			await tab.setViewportSize({ width, height: 900 });
			await tab.emulateMedia({ colorScheme });
			for (const path of left) {
				await tab.goto(path);
				await expect(tab.getByRole('heading', { level: 1 })).toBeVisible();
				await expectAccessible(tab);
				expect(await tab.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(width);
			}
		};
		// Two tabs share the pages: one is drawn while the other is looked at.
		await Promise.all([look(page), look(await context.newPage())]);
	});
}

test('the app speaks French, in the dark', async ({ browser }) => {
	const context = await browser.newContext({ locale: 'fr-FR', colorScheme: 'dark' });
	const page = await context.newPage();
	await page.goto('/sign-in');
	await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
	await expect(page.getByRole('button', { name: 'Se connecter' })).toBeVisible();
	await expectAccessible(page);
	await context.close();
});

test('two tabs never overwrite each other', async ({ page, context }) => {
	await signIn(page);
	await newJourney(page, `Two tabs ${Date.now()}`);
	const other = await context.newPage();
	await other.goto(page.url());
	await page.getByRole('button', { name: 'Add a step' }).click();
	await expectSaved(page);
	await other.getByRole('button', { name: 'Add a step' }).click();
	await expect(other.getByRole('dialog', { name: 'Somebody else changed this journey' })).toBeVisible();
	await expect(other.getByRole('dialog')).toContainText('added When an event happens');
});

test('a customer’s page shows what she did', async ({ page }) => {
	const email = `grace.${Date.now()}@example.test`;
	await send('identify', {
		userId: email,
		traits: { first_name: 'Grace', last_name: 'H', email, consents: { email: true, sms: false } },
	});
	await send('track', { userId: email, event: 'Store Entered', properties: { store_id: 'auber-lyon' } });
	await signIn(page);
	await page.goto(`/customers?q=${encodeURIComponent(email)}`);
	await page.getByRole('link', { name: 'Grace H' }).click();
	await expect(page.getByText('Store Entered')).toBeVisible();
	await expect(page.getByText('agreed', { exact: true })).toBeVisible();
	await expectAccessibleInBothThemes(page);
});

import { type Browser, expect, type Page, test } from '@playwright/test';
import { writesAndWaits } from './journeys';
import { expectAccessible, expectAccessibleInBothThemes, publish, send, signIn, url } from './support';

/** A visitor's own browser: no session of ours, and no JavaScript unless she has it. */
async function visitor(
	browser: Browser,
	options: { javaScriptEnabled?: boolean; locale?: string } = {},
): Promise<Page> {
	return (await browser.newContext({ locale: 'fr-FR', viewport: { width: 390, height: 844 }, ...options })).newPage();
}
const fits = async (page: Page) =>
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

/** Creates and publishes a form as a marketer does; answers its address. */
async function publishForm(page: Page, name: string): Promise<string> {
	await signIn(page);
	await page.goto('/forms');
	await page.getByRole('button', { name: 'New form' }).first().click();
	await page.getByRole('dialog').getByLabel('Name').fill(name);
	await page.getByRole('button', { name: 'Create the form' }).click();
	await page.waitForURL(/\/forms\/[0-9a-f-]{36}$/);
	await page.getByLabel('Title').fill('News from our workshop');
	await expect(page.getByRole('form').getByRole('heading', { name: 'News from our workshop' })).toBeVisible();
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByText('version 2')).toBeVisible();
	await page.getByRole('button', { name: 'Publish' }).click();
	const link = page.getByRole('link', { name: /\/f\// });
	await expect(link).toBeVisible();
	await expectAccessibleInBothThemes(page);
	return new URL((await link.getAttribute('href')) ?? '').pathname;
}

/** Reads a link out of the newest message to an address. */
async function linkIn(page: Page, address: string, pattern: RegExp): Promise<string> {
	const newest = page.getByRole('main').getByRole('listitem').first().getByRole('link');
	await expect(async () => {
		await page.goto(`/dev/outbox?q=${encodeURIComponent(address)}`);
		await expect(newest).toBeVisible({ timeout: 1000 });
	}).toPass({ timeout: 30_000 });
	await newest.click();
	await page.waitForURL('**/dev/outbox/*');
	const link = page.locator('pre').filter({ hasText: pattern }).first();
	return pattern.exec((await link.textContent()) ?? '')?.[0] ?? '';
}

test('a visitor subscribes without JavaScript, confirms by the link, and changes her mind on her page', async ({
	page,
	browser,
}) => {
	const name = `Workshop ${Date.now()}`;
	const form = await publishForm(page, name);
	const email = `form.${Date.now()}@example.test`;

	const her = await visitor(browser, { javaScriptEnabled: false });
	await her.goto(`${url}${form}`);
	await fits(her);
	await her.getByLabel('Adresse e-mail').fill('not an address');
	await her.waitForTimeout(1600);
	await her.getByRole('button', { name: 'Je m’inscris' }).click();
	await expect(her.getByText('Ce n’est pas une adresse e-mail.')).toBeVisible();
	await expect(her.getByLabel('Adresse e-mail')).toHaveValue('not an address');
	await her.getByLabel('Adresse e-mail').fill(email);
	const box = her.getByRole('checkbox');
	await expect(box).not.toBeChecked();
	await box.check();
	await her.waitForTimeout(1600);
	await her.getByRole('button', { name: 'Je m’inscris' }).click();
	await expect(her.getByRole('heading', { name: 'Merci' })).toBeVisible();

	const confirm = await linkIn(page, email, /\/confirm\/[\w.-]+/);
	// A scanner opens it twice; nothing is confirmed by that.
	for (let n = 0; n < 2; n++) await her.goto(`${url}${confirm}`);
	await fits(her);
	await her.getByRole('button', { name: 'Je confirme' }).click();
	await expect(her.getByText('C’est confirmé.')).toBeVisible();

	await page.goto(`/customers?q=${encodeURIComponent(email)}`);
	await page.getByRole('row').filter({ hasText: email }).getByRole('link').first().click();
	for (const event of ['Form Submitted', 'Consent Requested', 'Consent Given'])
		await expect(page.getByText(event, { exact: true }).first()).toBeVisible();

	await test.step('what customers see is accessible, in both languages and themes', async () => {
		const another = await visitor(browser);
		for (const path of [form, `${form}?lang=en`, `${form}?embed=1`, '/u/x.y/manage', '/confirm/x.y']) {
			await another.goto(`${url}${path}`);
			await fits(another);
			await expectAccessibleInBothThemes(another);
		}
	});
});

test('owners add a purpose, and marketers see it in a form', async ({ page }) => {
	await signIn(page);
	await page.goto('/settings/consent');
	await expectAccessible(page);
	const id = `partners-${Date.now()}`;
	await page.getByRole('button', { name: 'Add a purpose' }).click();
	const added = page.getByRole('listitem').filter({ has: page.getByLabel('Short name') });
	await added.getByLabel('Short name').fill(id);
	await added.getByLabel('Name · English').fill(id);
	await added.getByLabel('Name · Français').fill(id);
	await added.getByLabel('Wording · English').fill('I would like offers from partners of {brand}.');
	await added.getByLabel('Wording · Français').fill('Je souhaite les offres des partenaires de {brand}.');
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await expect(page.getByText('Saved', { exact: true })).toBeVisible();
	await page.goto('/forms');
	await page.getByRole('button', { name: 'New form' }).first().click();
	await page.getByRole('dialog').getByLabel('Name').fill(`With ${id}`);
	await page.getByRole('button', { name: 'Create the form' }).click();
	await page.getByLabel(`${id} by email`).check();
	await expect(page.getByText(/I would like offers from partners of/)).toBeVisible();
	await page.goto('/settings/consent');
	await page.getByRole('button', { name: `Remove ${id}` }).click();
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await expect(page.getByText('Saved', { exact: true })).toBeVisible();
});

test('a customer sees every consent on her page, and the button in her mail program stops what the mail was for', async ({
	page,
	browser,
}) => {
	const email = `choices.${Date.now()}@example.test`;
	await send('identify', {
		userId: email,
		traits: { first_name: 'Zoé', email, consents: { email: true }, locale: 'fr' },
	});
	await signIn(page);
	await publish(writesAndWaits(`Choices ${email}`, `Choices ${email}`));
	await send('track', { userId: email, event: `Choices ${email}` });
	const link = await linkIn(page, email, /\/u\/[\w.-]+/);
	const her = await visitor(browser, { javaScriptEnabled: false });
	await her.goto(`${url}${link}`);
	await fits(her);
	const byEmail = her.getByRole('checkbox', { name: 'Par e-mail' }).first();
	await expect(byEmail).toBeChecked();
	expect((await her.request.post(`${url}${link}`)).status()).toBe(200);
	await her.reload();
	await expect(byEmail).not.toBeChecked();
	await byEmail.check();
	await her.getByRole('button', { name: 'Enregistrer mes choix' }).click();
	await expect(her.getByText('Enregistré.')).toBeVisible();
	await expect(byEmail).toBeChecked();
	await her.getByRole('button', { name: 'Ne plus rien recevoir' }).click();
	await expect(byEmail).not.toBeChecked();
});

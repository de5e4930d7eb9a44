import { expect, test } from '@playwright/test';
import { expectAccessible, expectAccessibleInBothThemes, publish, send, signIn } from './support';

/** Behind the counter of a store: found by her card, her voucher used, the visit recorded, the task done. */

const STORE = 'auber-paris';
const mark = Date.now().toString(36);
const zoe = { userId: `counter-${mark}`, card: `24${Date.now()}` };

test.beforeAll(async () => {
	await publish({
		name: `At the counter ${mark}`,
		nodes: [
			{ id: 't', type: 'event-trigger', config: { event: `Stand here ${mark}`, reentry: { mode: 'always' } } },
			{ id: 'p', type: 'give-points', config: { amount: { by: 'fixed', points: 120 }, reason: 'Welcome' } },
			{
				id: 'v',
				type: 'web-to-store',
				config: {
					title: '€10 off your basket',
					terms: 'From €50',
					store: { choose: 'given', storeId: STORE },
					validFor: 'P14D',
				},
			},
			{
				id: 'k',
				type: 'store-task',
				config: { title: `Show her the vases ${mark}`, store: { choose: 'given', storeId: STORE }, within: 'P1D' },
			},
		],
		edges: [
			{ from: 't', port: 'started', to: 'p' },
			{ from: 'p', port: 'given', to: 'v' },
			{ from: 'v', port: 'issued', to: 'k' },
		],
	});
	await send('identify', {
		userId: zoe.userId,
		traits: { first_name: 'Zoé', last_name: `Counter ${mark}`, loyalty_card: zoe.card },
	});
	await send('track', { userId: zoe.userId, event: `Stand here ${mark}` });
});

test('a colleague finds her by her card, uses her voucher, records the visit and does the task', async ({ page }) => {
	await page.setViewportSize({ width: 1024, height: 768 });
	await signIn(page);
	await page.goto(`/stores/${STORE}`);
	const task = page.getByRole('checkbox', { name: `Show her the vases ${mark}` });
	await expect(async () => {
		await page.reload();
		await expect(task).toBeVisible({ timeout: 1000 });
	}).toPass();

	const find = page.getByRole('textbox', { name: 'Who is here?' });
	await find.fill('nobody at all');
	await page.getByRole('search').getByRole('button', { name: 'Find' }).click();
	await expect(page.getByText('Nobody is known by that.')).toBeVisible();
	await find.fill(zoe.card);
	await page.getByRole('search').getByRole('button', { name: 'Find' }).click();
	await expect(page.getByRole('heading', { level: 2, name: `Zoé Counter ${mark}` })).toBeVisible();
	await expect(page.getByText('120 points')).toBeVisible();
	expect(page.url()).not.toContain(zoe.card);

	await page.getByRole('button', { name: 'Record her visit' }).click();
	await expect(page.getByText('The visit is recorded.')).toBeVisible();
	await expect(page.getByText(/^Here since \d/)).toBeVisible();
	await page.getByRole('button', { name: 'Redeem €10 off your basket' }).click();
	await page.getByRole('alertdialog').getByRole('button', { name: 'Redeem' }).click();
	await expect(page.getByText('None that can be used. One was used.')).toBeVisible();
	await task.click();
	await expect(task).toBeChecked();
	await expect(task).toBeEnabled();
	await page.reload();
	await expect(task).toBeChecked();

	await page.getByRole('textbox', { name: 'A product' }).fill('va');
	await page.getByRole('button', { name: 'Find' }).last().click();
	await expect(page.getByText(/km$/).or(page.getByText('No such product.')).first()).toBeVisible();
});

test('the counter fits a tablet', async ({ page }) => {
	await page.setViewportSize({ width: 768, height: 1024 });
	await signIn(page);
	await page.goto(`/stores/${STORE}`);
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	await expectAccessibleInBothThemes(page);
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(768);
});

test('a colleague in a store lands at her counter, and has nothing else', async ({ page, browser }) => {
	const email = `counter-${mark}@example.test`;
	await signIn(page);
	await page.goto('/settings/members');
	await page.getByRole('button', { name: 'Add a member' }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByLabel('Name').fill('Nina Comptoir');
	await dialog.getByLabel('Email').fill(email);
	await dialog.getByRole('combobox', { name: 'Role' }).click();
	await page.getByRole('option', { name: 'Store', exact: true }).click();
	await dialog.getByRole('button', { name: 'Add a member' }).click();
	await expect(dialog.getByText('Say in which stores: every one, or these.')).toBeVisible();
	await dialog.getByRole('radio', { name: 'These stores' }).click();
	await dialog.getByRole('button', { name: 'Stores', exact: true }).click();
	await page.getByRole('combobox', { name: 'Search' }).fill('paris');
	await page.getByRole('option').first().click();
	await page.keyboard.press('Escape');
	await dialog.getByRole('button', { name: 'Add a member' }).click();
	const password = (await dialog.getByLabel('Temporary password').textContent()) ?? '';
	await expectAccessible(page);

	const tablet = await browser.newContext({ viewport: { width: 390, height: 800 } });
	const hers = await tablet.newPage();
	await signIn(hers, { email, password }, `/stores/${STORE}`);
	await expect(hers.getByRole('textbox', { name: 'Who is here?' })).toBeVisible();
	await expect(hers.getByRole('navigation')).toHaveCount(0);
	await expectAccessibleInBothThemes(hers);
	expect(await hers.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
	for (const closed of ['/journeys', '/customers', '/stores/auber-lyon'])
		expect((await hers.goto(closed))?.status(), closed).toBe(closed.startsWith('/stores') ? 404 : 403);
	await tablet.close();
});

import { expect, test } from '@playwright/test';
import { expectAccessibleInBothThemes, send, signIn } from './support';

test('a marketer watches what is put into baskets, and sees the trend cross', async ({ page }) => {
	const run = Date.now();
	const event = `Wool Added ${run}`;
	await signIn(page);
	await page.getByRole('link', { name: 'Trends' }).click();
	await page.getByRole('link', { name: 'New trend' }).first().click();
	await page.getByRole('button', { name: 'Baskets left, by product' }).click();
	await page.getByLabel('Name').fill('');
	await page.getByRole('combobox', { name: 'Event', exact: true }).fill('');
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByText('choose an event')).toBeVisible();
	await expect(page.getByText('Give it a name.')).toBeVisible();

	const name = `Wool ${run}`;
	await page.getByLabel('Name').fill(name);
	await page.getByRole('combobox', { name: 'Event', exact: true }).fill(event);
	await page.getByRole('checkbox', { name: /Only what she does not follow up/ }).click();
	await page.getByRole('radio', { name: 'A number' }).click();
	await page.getByRole('spinbutton', { name: 'Number' }).fill('3');
	await expect(page.getByText(`Customers with ${event}, by product, over 1 hour: at least 3`)).toBeVisible();
	await page.getByRole('button', { name: 'Save' }).click();
	await page.waitForURL(/trends\/[0-9a-f-]{36}/);
	await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();

	await test.step('three customers put the same product into their baskets', async () => {
		// What was there when it was saved is no news: it has to be filled first.
		await expect(page.getByText('Nothing counted yet')).toBeVisible();
		await expect(page.getByText('are being counted')).toHaveCount(0);
		for (const userId of ['a', 'b', 'c'].map((one) => `${run}-${one}`))
			await send('track', { userId, event, properties: { product_id: 'MA-1001' } });
		await expect(async () => {
			await page.reload();
			await expect(page.getByText('3, threshold 3')).toBeVisible({ timeout: 500 });
		}).toPass();
		await expect(page.getByText('Started no journey')).toBeVisible();
		await expect(page.getByText('Crossed', { exact: true }).first()).toBeVisible();
		await expectAccessibleInBothThemes(page);
	});

	await test.step('a journey is started on it', async () => {
		await page.getByRole('button', { name: 'Start a journey on it' }).click();
		await page.waitForURL('**/edit');
		await expect(page.getByText(/Trend Crossed, filtered/).first()).toBeVisible();
		await page.goto('/trends');
		await page.getByRole('link', { name }).click();
		await expect(page.getByText('Heard by')).toBeVisible();
	});

	await test.step('it is archived', async () => {
		await page.getByRole('button', { name: 'Archive' }).click();
		await page.getByRole('alertdialog').getByRole('button', { name: 'Archive' }).click();
		await page.waitForURL('**/trends');
		await expect(page.getByRole('link', { name })).toHaveCount(0);
	});
});

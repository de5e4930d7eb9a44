import { expect, test } from '@playwright/test';
import { expectAccessible, expectAccessibleInBothThemes, signIn } from './support';

test('an editor writes an offer, fills its pool and sees which lines are bad', async ({ page }) => {
	const name = `Pool ${Date.now()}`;
	await signIn(page);
	await page.goto('/offers/new');
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByText('give it a name')).toBeVisible();
	await page.getByLabel('Name').fill(name);
	await page.getByLabel('What the customer gets').fill('10 € off');
	await page.getByLabel('How much').fill('10,50');
	await page.getByRole('radio', { name: 'Our own' }).click();
	await page.getByLabel('Until').fill('2030-12-31T23:59');
	// Products are looked for in the catalogue; several pasted ids are taken together, and one that nobody knows is said.
	await page.getByLabel('Products', { exact: true }).click();
	const search = page.getByRole('combobox', { name: 'Search' });
	await search.fill('MA-1001');
	await page.getByRole('option', { name: /MA-1001/ }).click();
	await search.fill('MA-1002, NOBODY-9');
	await page.getByRole('option', { name: 'Use these 2 ids as they are' }).click();
	await page.keyboard.press('Escape');
	const chosen = page.getByRole('list', { name: 'Products' }).getByRole('listitem');
	await expect(chosen.filter({ hasText: '· MA-1001' })).toBeVisible();
	await expect(chosen.filter({ hasText: '· MA-1002' })).toBeVisible();
	await expect(chosen.filter({ hasText: 'NOBODY-9 · not found' })).toBeVisible();
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Take away NOBODY-9' }).click();
	await expect(chosen).toHaveCount(2);
	await page.getByRole('button', { name: 'Save' }).click();
	await page.waitForURL(/\/offers\/pool-\d+$/);

	const codes = page.getByLabel('Codes', { exact: true }).and(page.getByRole('textbox'));
	const one = `E2E-${Date.now()}`;
	await codes.fill(`${one}\nab\n${one}`);
	await page.getByRole('button', { name: 'Add the codes' }).click();
	await expect(page.getByText('2 lines are bad: nothing was added')).toBeVisible();
	await expect(page.getByRole('row', { name: /2 ab Too short/ })).toBeVisible();
	await expectAccessibleInBothThemes(page);
	await codes.fill(one);
	await page.getByRole('button', { name: 'Add the codes' }).click();
	await expect(page.getByText('1 code was added.')).toBeVisible();

	await page.goto('/offers');
	const row = page.getByRole('row').filter({ hasText: name });
	await expect(row).toContainText('€10.50');
	await expect(row).toContainText('Valid');
	await page.getByRole('link', { name }).click();
	await page.getByRole('button', { name: 'Archive' }).click();
	await page.getByRole('alertdialog').getByRole('button', { name: 'Archive' }).click();
	await page.waitForURL('**/offers');
	await expect(page.getByRole('link', { name })).toHaveCount(0);
});

test('the pages of offers hold on a phone', async ({ page }) => {
	await page.setViewportSize({ width: 390, height: 844 });
	await signIn(page);
	for (const path of ['/offers', '/offers/new']) {
		await page.goto(path);
		await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
		await expectAccessible(page);
		expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(390);
	}
});

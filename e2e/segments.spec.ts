import { expect, test } from '@playwright/test';
import { expectAccessibleInBothThemes, send, signIn } from './support';

test('a marketer makes a segment, and whoever matches comes in by herself', async ({ page }) => {
	const userId = `segment-${Date.now()}`;
	await send('identify', {
		userId,
		traits: { first_name: 'Mary', last_name: userId, email: `${userId}@example.test` },
	});
	await signIn(page);
	await page.getByRole('link', { name: 'Segments' }).click();
	await expect(page.getByRole('heading', { name: 'Lifecycle' })).toBeVisible();
	await page.getByRole('link', { name: 'New segment' }).first().click();
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByText('Say who is in it')).toBeVisible();

	const name = `Bought wool ${userId}`;
	await page.getByLabel('Name').fill(name);
	await page.getByRole('button', { name: 'Add a condition' }).click();
	await page.getByRole('option', { name: 'What the customer did' }).click();
	await page.getByRole('combobox', { name: 'Event', exact: true }).fill(`Wool Bought ${userId}`);
	await page.getByRole('button', { name: 'Save' }).click();
	await page.waitForURL(/segments\/[0-9a-f-]{36}/);
	await expect(page.getByRole('heading', { name })).toBeVisible();
	await expect(page.getByText('Nobody is in it.')).toBeVisible();
	await expectAccessibleInBothThemes(page);

	await test.step('she does what the rule asks', async () => {
		await send('track', { userId, event: `Wool Bought ${userId}`, properties: {} });
		await expect(async () => {
			await page.reload();
			await expect(page.getByRole('link', { name: `Mary ${userId}` })).toBeVisible({ timeout: 500 });
		}).toPass();
	});

	await test.step('it is archived', async () => {
		await page.getByRole('button', { name: 'Archive' }).click();
		await page.getByRole('alertdialog').getByRole('button', { name: 'Archive' }).click();
		await page.waitForURL('**/segments');
		await expect(page.getByRole('link', { name })).toHaveCount(0);
	});
});

test('the rules of the lifecycle can be read and edited', async ({ page }) => {
	await signIn(page);
	await page.goto('/segments/lifecycle');
	const loyal = page.locator('form').filter({ has: page.getByRole('heading', { name: 'Loyal' }) });
	await loyal.getByRole('spinbutton', { name: 'times' }).fill('5');
	await loyal.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByText('Saved')).toBeVisible();
	await page.reload();
	await expect(loyal.getByRole('spinbutton', { name: 'times' })).toHaveValue('5');
	await loyal.getByRole('spinbutton', { name: 'times' }).fill('3');
	await loyal.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByText('Saved').first()).toBeVisible();
	await expectAccessibleInBothThemes(page);
});

import { expect, test } from '@playwright/test';
import { expectSaved, inspectorOf, newJourney, owner, signIn } from './support';

test.beforeEach(async ({ page }) => signIn(page));

test('what is half written does not keep the rest from being saved', async ({ page }) => {
	await newJourney(page, `Half ${Date.now()}`);
	const form = inspectorOf(page);
	await test.step('an exit without its event', async () => {
		await form.getByRole('button', { name: 'Add event' }).click();
		await form.getByLabel('Counts as').fill('');
		await expectSaved(page);
		await expect(page.getByRole('button', { name: /problems?$/ })).toBeVisible();
	});
	await test.step('an exit of a step that has no name yet', async () => {
		await page.getByRole('button', { name: 'Wait for an event' }).click();
		await form.getByLabel('Exit name').fill('');
		await expectSaved(page);
	});
	await test.step('a journey without a name keeps the one it had', async () => {
		const name = page.getByLabel('Name of the journey');
		const before = await name.inputValue();
		await name.fill('');
		await name.blur();
		await expect(name).toHaveValue(before);
		await expectSaved(page);
	});
	await page.reload();
	await expect(page.locator('.react-flow__node')).toHaveCount(1);
});

test('signed out while drawing: told so, and nothing is lost', async ({ page, context }) => {
	await newJourney(page, `Signed out ${Date.now()}`);
	await context.clearCookies();
	await page.getByRole('button', { name: 'Add a step' }).click();
	await expect(page.getByRole('alert').filter({ hasText: 'You are signed out' })).toBeVisible();
	const other = await context.newPage();
	await signIn(other, owner);
	await expectSaved(page);
	await page.reload();
	await expect(page.locator('.react-flow__node')).toHaveCount(1);
});

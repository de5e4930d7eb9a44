import { expect, test } from '@playwright/test';
import { mappingTemplate } from '../lib/mapping-templates';
import { expectAccessible, expectAccessibleInBothThemes, signIn } from './support';

test('a till’s receipts become sales; one that does not is put right by clicking what it holds, and mapped again', async ({
	page,
}) => {
	const name = `Till ${Date.now()}`;
	await signIn(page);
	await page.goto('/settings/sources/new');
	await page.getByLabel('Name').fill(name);
	await page.getByRole('radio', { name: /^Till receipts/ }).click();
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Create' }).click();
	const secret = await page.getByRole('status', { name: 'Secret of the source' }).innerText();
	await page.getByRole('link', { name: 'To the mapping' }).click();

	// Before anything came: the example, mapped as it will be.
	await page.getByRole('radio', { name: 'What it becomes' }).click();
	await expect(page.getByRole('article')).toContainText('Order Completed');
	await expect(page.getByText('1 of 1 payloads map with this')).toBeVisible();
	const address = await page.locator('code').filter({ hasText: '/v1/sources/' }).first().innerText();
	const sample = { total: '0,00', ...mappingTemplate('till').sample?.payload };
	const receipt = { ...sample, receipt: `${name}-1`, customer: { card: name } };
	const { total, ...others } = { ...receipt, receipt: `${name}-2` };
	const answer = await fetch(address, {
		method: 'POST',
		headers: { authorization: `Bearer ${secret}` },
		body: JSON.stringify([receipt, { ...others, amounts: { due: total } }]),
	});
	expect(await answer.json()).toEqual({ success: true, received: 2 });

	await expect(async () => {
		await page.reload();
		await expect(page.getByRole('heading', { name: 'Not mapped' })).toBeVisible({ timeout: 1000 });
	}).toPass();
	await expect(page.getByText('total is missing').first()).toBeVisible();
	await expect(page.getByText('1 of 2 payloads map with this')).toBeVisible();
	await expectAccessibleInBothThemes(page);

	await page.getByRole('button', { name: /total is missing/ }).click();
	await expect(page.getByText('Go to a path field')).toBeVisible();
	await page.getByRole('button', { name: /^Order Completed/ }).click();
	const fields = page.getByRole('region', { name: 'Order Completed' }).getByRole('listitem');
	await fields.nth(2).getByRole('combobox', { name: 'Path of the value' }).click();
	await page.keyboard.press('Escape');
	await page.getByRole('button', { name: 'due' }).click();
	await expect(fields.nth(2).getByRole('combobox', { name: 'Path of the value' })).toHaveValue('amounts.due');
	await fields.nth(2).getByRole('combobox', { name: 'Path of the value' }).fill('total | amounts.due');
	await expect(page.getByText('2 of 2 payloads map with this')).toBeVisible();
	await page.getByRole('button', { name: 'Save' }).click();
	await page.getByRole('button', { name: 'Map all again' }).click();
	await expect(page.getByText('Tried again: 1 mapped')).toBeVisible();
	await expect(page.getByRole('heading', { name: 'Not mapped' })).toBeHidden();

	await page.setViewportSize({ width: 390, height: 844 });
	await expect(page.getByRole('heading', { name })).toBeVisible();
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
	await page.goto('/settings/sources');
	await expect(page.getByText('2 mapped').first()).toBeVisible();
	await expectAccessible(page);
});

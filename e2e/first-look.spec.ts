import { expect, test } from '@playwright/test';
import { expectAccessibleInBothThemes, expectSaved, inspectorOf, newJourney, signIn } from './support';

test('whoever opens a new installation finds segments in use, a customer with a story, and words for what rules look at', async ({
	page,
}) => {
	await signIn(page);

	await test.step('segments of scores and stages are there, and journeys use them', async () => {
		await page.goto('/segments');
		await expect(page.getByRole('link', { name: 'Champions' })).toBeVisible();
		await page.getByRole('link', { name: 'Fidèles et ambassadeurs' }).click();
		await expect(page.getByRole('link', { name: 'Merci aux fidèles' })).toBeVisible();
		await expectAccessibleInBothThemes(page);
	});

	await test.step('the canvas names the segment, the offer and the rest', async () => {
		await page.getByRole('link', { name: 'Merci aux fidèles' }).click();
		await page.waitForURL('**/journeys/**');
		await page.goto(page.url().replace(/\/(monitor|edit).*$/, '/edit'));
		await expect(page.getByText('in “Fidèles et ambassadeurs”')).toBeVisible();
		await expect(page.getByText('Merci aux fidèles · 30 days')).toBeVisible();
	});

	await test.step('a customer is found by a part of her name', async () => {
		await page.goto('/customers');
		await page.getByRole('searchbox').fill('le gof');
		await page.waitForURL(/q=le\+gof/);
		await page.getByRole('link', { name: 'Agathe Le Goff' }).click();
		await expect(page.getByRole('heading', { name: 'Agathe Le Goff' })).toBeVisible();
		await expect(page.getByText('Tapis berbère').first()).toBeVisible();
	});

	await test.step('a score is chosen by its name, and compared with text it is warned of before publishing', async () => {
		await newJourney(page, `First look ${Date.now()}`);
		await page.getByRole('button', { name: 'Condition' }).click();
		const form = inspectorOf(page);
		await form.getByRole('button', { name: 'Add a condition' }).click();
		await page.getByRole('option', { name: 'Something about the customer' }).click();
		await form.getByRole('combobox', { name: 'Property' }).fill('recency');
		await page.getByRole('option', { name: /recency, tenth/ }).click();
		await expect(form.getByRole('combobox', { name: 'Property' })).toHaveValue('recency, tenth');
		await form.getByRole('combobox', { name: 'Value', exact: true }).fill('8');
		await form.getByRole('combobox', { name: 'Kind of value' }).click();
		await page.getByRole('option', { name: 'text', exact: true }).click();
		await page.getByRole('button', { name: /problems/ }).click();
		await expect(page.getByText('“recency, tenth” comes in as a number and is compared with text here')).toBeVisible();
		await expectSaved(page);
	});
});

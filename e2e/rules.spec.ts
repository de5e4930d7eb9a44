import { expect, type Page, test } from '@playwright/test';
import { expectAccessibleInBothThemes, expectSaved, inspectorOf, newJourney, send, signIn } from './support';

test.beforeEach(({ page }) => signIn(page));

async function add(page: Page, what: string): Promise<void> {
	await page.getByRole('button', { name: 'Add a condition' }).last().click();
	await page.getByRole('combobox', { name: 'Search' }).fill(what);
	await page.keyboard.press('Enter');
}

test('a rule is written from what came in: names with figures, typos and types told, and who it is about', async ({
	page,
}) => {
	const userId = `rule-${Date.now()}`;
	const event = `Atelier Booked ${userId}`;
	await send('identify', { userId, traits: { first_name: 'Mary', last_name: userId } });
	for (const seats of [2, 3]) await send('track', { userId, event, properties: { seats } });
	// What came in is counted anew every ten seconds.
	await expect(async () => {
		await page.goto('/segments/new');
		await add(page, 'What the customer did');
		await page.getByRole('combobox', { name: 'Event', exact: true }).fill(event.slice(0, -1));
		await expect(page.getByRole('option', { name: event })).toContainText('2 times', { timeout: 1000 });
	}).toPass();
	await page.keyboard.press('Escape');

	await test.step('a name that never came in is told, with the one that was meant', async () => {
		await page.getByRole('combobox', { name: 'Event', exact: true }).fill(event.replace('Booked', 'Boked'));
		await page.getByRole('button', { name: `Did you mean “${event}”, 2 times?` }).click();
		await expect(page.getByRole('combobox', { name: 'Event', exact: true })).toHaveValue(event);
	});

	await test.step('customers are counted, with their names', async () => {
		await expect(page.getByText(/^Matches 1 of [\d,]+ now$/)).toBeVisible();
		await expect(page.getByRole('link', { name: `Mary ${userId}` })).toBeVisible();
	});

	await test.step('a number that is compared with text is told, with the fix', async () => {
		await page.getByRole('button', { name: 'Add a condition' }).first().click();
		await page.getByRole('option', { name: 'The event' }).click();
		await page.getByRole('combobox', { name: 'Property' }).fill('seats');
		await page.getByRole('combobox', { name: 'Value', exact: true }).fill('3');
		await page.getByRole('combobox', { name: 'Kind of value' }).click();
		await page.getByRole('option', { name: 'text' }).click();
		await expect(page.getByText('comes in as number, and this compares it with text')).toBeVisible();
		await expect(page.getByText(/^Matches 0 of/)).toBeVisible();
		await page.getByRole('button', { name: 'Compare with number' }).click();
		await expect(page.getByText(/^Matches 1 of/)).toBeVisible();
	});
	await expectAccessibleInBothThemes(page);
});

test('a segment asks for identities, stages and values of the history, and for nothing that it cannot know', async ({
	page,
}) => {
	await page.goto('/segments/new');
	await page.getByRole('button', { name: 'Add a condition' }).click();
	for (const world of ['Stock', 'Store open', 'Distance to a store', 'The event'])
		await expect(page.getByRole('option', { name: world })).toHaveCount(0);
	await expectAccessibleInBothThemes(page);
	await page.keyboard.press('Escape');
	for (const what of ['How we know her', 'Lifecycle stage', 'A total or average']) await add(page, what);
	await page.getByRole('checkbox', { name: 'Loyal' }).click();
	await page.getByRole('checkbox', { name: 'and it was not refunded' }).click();
	const name = `Dear ones ${Date.now()}`;
	await page.getByLabel('Name', { exact: true }).fill(name);
	await page.getByRole('button', { name: 'Save' }).click();
	await page.waitForURL(/segments\/[0-9a-f-]{36}/);
	await expect(page.getByText('without Order Refunded of the same order_id').first()).toBeVisible();
	await expect(page.getByRole('checkbox', { name: 'Loyal' })).toBeChecked();

	await test.step('another segment asks for it by its name, and says it', async () => {
		await page.goto('/segments/new');
		await add(page, 'Segment');
		await page.getByRole('button', { name: 'Segment', exact: true }).click();
		await page.getByRole('combobox', { name: 'Search' }).fill(name);
		await page.keyboard.press('Enter');
		await page.getByLabel('Name', { exact: true }).fill(`Others than ${name}`);
		await page.getByRole('button', { name: 'Save' }).click();
		await page.waitForURL(/segments\/[0-9a-f-]{36}/);
		await expect(page.getByText(`in “${name}”`)).toBeVisible();
	});
});

test('a condition of a journey asks for stock, stores, distance and price', async ({ page }) => {
	await newJourney(page, `World ${Date.now()}`);
	await page.getByRole('button', { name: 'Condition' }).click();
	const form = inspectorOf(page);
	for (const what of ['Stock', 'Store open', 'Distance to a store', 'Price now']) await add(page, what);
	await form.getByRole('checkbox', { name: 'of those with a product in stock' }).click();
	await form.getByRole('spinbutton', { name: 'Kilometres' }).fill('7.5');
	await expectSaved(page);
	await expectAccessibleInBothThemes(page);
	await page.reload();
	await page.getByRole('main').locator('.react-flow__node').first().click();
	await expect(form.getByRole('spinbutton', { name: 'Kilometres' })).toHaveValue('7.5');
	await expect(form.getByRole('combobox', { name: 'Open', exact: true })).toContainText('is open');
});

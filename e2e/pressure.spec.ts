import { expect, test } from '@playwright/test';
import { expectAccessibleInBothThemes, expectSaved, inspectorOf, newJourney, publish, send, signIn } from './support';

const MAIL = {
	subject: 'Hello',
	body: '<mjml><mj-body><mj-section><mj-column><mj-text>Hello</mj-text></mj-column></mj-section></mj-body></mjml>',
};
const promotion = (name: string, event: string, priority: number) => ({
	name,
	nodes: [
		{ id: 'in', type: 'event-trigger', position: { x: 0, y: 0 }, config: { event, reentry: { mode: 'always' } } },
		{
			...{ id: 'reach', type: 'reach', position: { x: 0, y: 190 } },
			config: { order: 'email', email: MAIL, sms: { body: 'Hello' } },
		},
	],
	edges: [{ from: 'in', port: 'started', to: 'reach' }],
	settings: { kind: 'promotional', priority, quietHours: { email: null, sms: null } },
});

test('of two promotions the more relevant goes, and the other says for whom it is held', async ({ page }) => {
	await signIn(page);
	await publish(promotion('Winter coats', 'Winter Promotion', 80));
	const held = await publish(promotion('Last umbrellas', 'Umbrella Promotion', 20));
	const userId = 'two-promotions';
	const traits = { email: 'two-promotions@example.test', consents: { email: true } };
	await send('identify', { userId, traits });
	await send('track', { userId, event: 'Winter Promotion' });
	await page.goto('/journeys');
	await expect(page.getByRole('row', { name: /Winter coats/ })).toContainText('Promotional · Priority 80');
	await page.waitForTimeout(3000);
	await send('track', { userId, event: 'Umbrella Promotion' });
	await page.goto(`/journeys/${held}/enrollments`);
	await expect(async () => {
		await page.reload();
		await page
			.getByRole('link', { name: /two-promotions/ })
			.first()
			.click({ timeout: 1000 });
		await page.waitForURL('**/enrollments/*', { timeout: 3000 });
	}).toPass();
	await expect(page.getByText('made way for another promotion')).toBeVisible();
	await expect(page.getByText('Made way for “Winter coats” (priority 80, here 20)')).toBeVisible();
	await expectAccessibleInBothThemes(page);
});

test('a marketer says what kind of messages a journey sends, and what a message promises', async ({ page }) => {
	await signIn(page);
	await newJourney(page, 'Promises');
	const inspector = inspectorOf(page);
	await inspector.getByLabel('Messages are').click();
	await page.getByRole('option', { name: /promotional/ }).click();
	await inspector.getByLabel('Priority').fill('70');
	await expectSaved(page);
	await page.reload();
	await expect(inspector.getByLabel('Priority')).toHaveValue('70');
	await expect(inspector.getByLabel('Messages are')).toContainText('promotional');
	await expectAccessibleInBothThemes(page);
});

test('the retailer keeps promotions apart, and caps all channels together', async ({ page }) => {
	await signIn(page);
	await page.goto('/settings/general');
	await page.getByLabel('All channels together').click();
	await expect(page.getByLabel('Keep promotions apart')).toBeChecked();
	await expectAccessibleInBothThemes(page);
});

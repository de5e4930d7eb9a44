import { expect, test } from '@playwright/test';
import { expectAccessibleInBothThemes, secretKey, send, signIn, url } from './support';

/** Everything about her by API, as a till asks. */
async function picture(query: string) {
	const answer = await fetch(`${url}/v1/customers?${query}`, { headers: { authorization: `Bearer ${secretKey}` } });
	return { status: answer.status, body: await answer.json() };
}

test('one person by web and store: her page, her own page and the API agree, and she can be erased', async ({
	page,
}) => {
	const mark = Date.now();
	const card = `card-${mark}`;
	const name = `Ines ${mark}`;
	await send('identify', {
		userId: `ines-${mark}`,
		anonymousId: `browser-${mark}`,
		traits: { name, email: `ines-${mark}@example.test`, loyalty_card: card, consents: { email: true } },
	});
	await send('track', {
		anonymousId: `browser-${mark}`,
		event: 'Product Added',
		properties: { cart_id: 'c', product_id: 'boot', name: 'Ankle boot', price: 129, currency: 'EUR' },
	});
	await send('track', {
		event: 'Order Completed',
		properties: { order_id: `t-${mark}`, store_id: 'auber-paris', loyalty_card: card, total: 45.5, currency: 'EUR' },
	});
	const { body } = await picture(`loyalty_card=${card}`);

	await signIn(page);
	await page.goto(`/customers/${body.id}`);
	await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
	await expect(page.getByText('0 online · 1 in store')).toBeVisible();
	// In her basket, and in what she did.
	await expect(page.getByText('Ankle boot', { exact: true })).toHaveCount(2);
	for (const width of [1440, 390]) {
		await page.setViewportSize({ width, height: 900 });
		await expectAccessibleInBothThemes(page);
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
	}
	await page.getByRole('link', { name: 'Orders', exact: true }).click();
	await expect(page.getByText('Product Added')).toHaveCount(0);

	await page.goto(body.me_url);
	await expect(page.getByRole('heading', { level: 1, name: 'Your page' })).toBeVisible();
	await expect(page.getByText('€45.50')).toBeVisible();
	await expect(page.getByText(name)).toHaveCount(0);
	await expectAccessibleInBothThemes(page);

	await page.setViewportSize({ width: 1440, height: 900 });
	await page.goto(`/customers/${body.id}`);
	await page.getByRole('button', { name: 'Erase…' }).click();
	await page.getByRole('button', { name: 'Erase for good' }).click();
	await expect(page.getByText('Type ERASE.')).toBeVisible();
	await page.getByLabel('Type ERASE to confirm').fill('erase');
	await page.getByRole('button', { name: 'Erase for good' }).click();
	await page.waitForURL('**/customers');
	expect((await picture(`loyalty_card=${card}`)).status).toBe(404);
});

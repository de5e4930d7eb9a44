import { expect, test } from '@playwright/test';
import { openShop } from './shop';
import { signIn, url, writeKey } from './support';

test('what a visitor does on the retailer’s site before she signs in is on her page afterwards', async ({
	page,
	context,
}) => {
	const shop = await openShop(url, writeKey);
	const visitor = `mary-${Date.now()}`;
	const site = await context.newPage();
	const taken: number[] = [];
	site.on('response', (response) => {
		if (response.url().includes('/v1/') && response.request().method() === 'POST') taken.push(response.status());
	});
	await site.goto(`${shop.url}?as=${visitor}`);
	await site.getByRole('button', { name: 'Add to basket' }).click();
	await site.getByRole('button', { name: 'Sign in' }).click();
	await expect.poll(() => taken).toEqual([200, 200, 200]);

	await signIn(page);
	await page.goto(`/customers?q=${visitor}`);
	await page.getByRole('link', { name: 'Mary Shelley' }).click();
	await expect(page.getByText('Product Added')).toBeVisible();
	await site.close();
	await shop.close();
});

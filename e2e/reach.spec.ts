import { expect, test } from '@playwright/test';
import { expectAccessibleInBothThemes, newJourney, publish, secretKey, send, signIn, url } from './support';

/** A new model is announced to whom it concerns: what ops see of it, and how they ask why somebody is not there. */

const NOW = Date.now();
const [OLD, NEW] = [`shoe-${NOW}`, `shoe-${NOW}-b`];

async function buyer(name: string, daysAgo: number, refunded = false): Promise<string> {
	const userId = `${name.toLowerCase()}-${NOW}`;
	const at = (days: number) => new Date(NOW - days * 86_400_000).toISOString();
	await send('identify', { userId, traits: { email: `${userId}@example.test`, first_name: name } });
	const order = { order_id: userId, total: 80, products: [{ product_id: OLD }] };
	await send('track', { userId, event: 'Order Completed', properties: order, timestamp: at(daysAgo) });
	if (refunded)
		await send('track', { userId, event: 'Order Refunded', properties: order, timestamp: at(1) }, secretKey);
	return userId;
}

/** As an ERP says it: what changes the catalogue needs the secret key. */
async function launch(): Promise<void> {
	const call = { event: 'Product Launched', properties: { product_id: NEW, replaces: OLD } };
	const headers = { authorization: `Basic ${Buffer.from(`${secretKey}:`).toString('base64')}` };
	const answer = await fetch(`${url}/v1/track`, { method: 'POST', headers, body: JSON.stringify(call) });
	expect(answer.status, await answer.text()).toBe(200);
}

const bought = {
	type: 'history',
	event: 'Order Completed',
	count: { op: 'at-least', n: 1 },
	within: 'P14D',
	where: {
		type: 'property',
		of: 'event',
		path: 'products[].product_id',
		op: 'equals',
		value: { from: 'trigger', path: 'replaces' },
	},
	without: [{ event: 'Order Refunded', same: 'order_id' }],
};
const thanks = (name: string) => ({
	format: 'parcours/journey@1',
	name,
	nodes: [
		{
			id: 'launch',
			type: 'event-trigger',
			config: {
				event: 'Product Launched',
				where: { type: 'property', of: 'event', path: 'product_id', op: 'equals', value: NEW },
				key: 'product_id',
				reentry: { mode: 'never' },
				audience: { mode: 'rule', who: bought, perMinute: 12 },
			},
		},
		{ id: 'pause', type: 'wait', config: { until: { kind: 'duration', duration: 'P1D' } } },
	],
	edges: [{ from: 'launch', port: 'started', to: 'pause' }],
});

test.beforeEach(async ({ page }) => signIn(page));

test('a launch reaches who bought the old model and kept it, a few at a time, and ops may hold it', async ({
	page,
}) => {
	const [, tooLate, refunded] = [await buyer('Agathe', 3), await buyer('Berthe', 40), await buyer('Cecile', 5, true)];
	for (const name of ['Denise', 'Elise', 'Fanny']) await buyer(name, 2);
	const id = await publish(thanks(`New model ${NOW}`));
	await page.goto(`/journeys/${id}/reach`);
	await expect(page.getByText('Nothing was carried to an audience yet')).toBeVisible();
	await expectAccessibleInBothThemes(page);
	for (let n = 0; n < 20; n++) await launch();

	await test.step('it is under way, and held', async () => {
		await page.reload();
		await expect(page.getByText('Product Launched').first()).toBeVisible();
		await page.getByRole('button', { name: 'Pause' }).click();
		await expect(page.getByText('Paused', { exact: true })).toBeVisible();
		await expect(page.getByText('19 repeats ignored')).toBeVisible();
		await expectAccessibleInBothThemes(page);
	});
	await test.step('it goes on, faster', async () => {
		await page.getByRole('combobox', { name: 'Customers who enter a minute' }).click();
		await page.getByRole('option', { name: '6,000 a minute' }).click();
		await page.getByRole('button', { name: 'Resume' }).click();
		await expect(page.getByText('Done')).toBeVisible();
		await expect(page.locator('li').filter({ hasText: NEW })).toContainText('4 entered');
	});
	await test.step('why somebody is not there', async () => {
		await page.getByRole('searchbox').fill(`berthe-${NOW}`);
		await page.getByRole('button', { name: 'Ask' }).click();
		await expect(page.getByText('never entered this journey.')).toBeVisible();
		await expect(page.getByText('She is not in the audience').first()).toBeVisible();
		await expect(page.getByText('not in that time, the last one 40 days before').first()).toBeVisible();
		await expectAccessibleInBothThemes(page);
	});
	await test.step('servers ask the same', async () => {
		const ask = async (userId: string) =>
			fetch(`${url}/v1/journeys/${id}/why-not?customer=user_id:${userId}`, {
				headers: { authorization: `Bearer ${secretKey}` },
			});
		expect(JSON.stringify(await (await ask(tooLate)).json())).toContain('not-in-audience');
		expect(JSON.stringify(await (await ask(refunded)).json())).toContain('undone since');
		expect((await ask('nobody')).status).toBe(404);
	});
});

test('a ready-made trigger fills in the form', async ({ page }) => {
	await newJourney(page, `Ready made ${NOW}`);
	await page.getByRole('button', { name: 'When an event happens' }).press('Enter');
	await expect(page.locator('.react-flow__node')).toHaveCount(1);
	await page.locator('.react-flow__node').first().click();
	await page.getByRole('button', { name: 'Start when…' }).click();
	await page.keyboard.type('price');
	await page.getByRole('option', { name: /Price drop/ }).click();
	await expect(page.locator('.react-flow__node').first()).toContainText('Price Changed');
	await expectAccessibleInBothThemes(page);
});

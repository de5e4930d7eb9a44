import { expect, test } from '@playwright/test';
import { expectAccessible, expectAccessibleInBothThemes, publish, secretKey, signIn, url } from './support';

const name = `Fêtes ${Date.now()}`;
const id = name.toLowerCase().replace('ê', 'e').replace(' ', '-');

async function putOffer(offer: string, percent: number): Promise<void> {
	const response = await fetch(`${url}/v1/offers/${offer}`, {
		method: 'PUT',
		headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' },
		body: JSON.stringify({ name: offer, title: offer, discount: { kind: 'percent', value: percent } }),
	});
	expect(response.status, await response.text()).toBe(200);
}

test('an editor puts an operation into the calendar, ties a journey to it and is warned of two offers', async ({
	page,
}) => {
	const [ten, twenty] = [`${id}-10`, `${id}-20`];
	await putOffer(ten, 10);
	await putOffer(twenty, 20);
	await signIn(page);
	await page.goto('/calendar/new');
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByText('choose a date and a time')).toHaveCount(2);
	await page.getByLabel('Name').fill(name);
	await page.getByLabel('Starts').fill('2026-01-02T08:00');
	await page.getByLabel('Ends').fill('2030-01-02T08:00');
	await page.getByRole('button', { name: 'Offers' }).click();
	await page.getByRole('combobox', { name: /^Search/ }).fill(ten);
	await page.getByRole('option', { name: ten }).click();
	await page.getByRole('button', { name: 'Save' }).click();
	await page.waitForURL(`**/calendar/${id}`);
	await expect(page.getByRole('main').getByText('Running', { exact: true })).toBeVisible();

	const voucher = { offer: twenty, title: '', terms: '', store: { choose: 'home' }, validFor: 'P14D' };
	const journey = await publish({
		name: `During ${name}`,
		nodes: [
			{
				id: 'in',
				type: 'event-trigger',
				config: { event: 'Store Entered', reentry: { mode: 'never' }, maxAge: 'PT1H' },
			},
			{ id: 'v', type: 'web-to-store', config: voucher, position: { x: 0, y: 190 } },
		],
		edges: [{ from: 'in', port: 'started', to: 'v' }],
		settings: { operation: id },
	});
	await page.reload();
	const using = page.getByRole('listitem').filter({
		has: page.getByRole('link', { name: `During ${name}` }),
		hasNotText: 'Both hold',
	});
	await expect(using).toContainText('runs only during it');
	await expect(using).toContainText('0 entered');
	const warning = `“${ten}” (10%) and “${twenty}” (20%)`;
	await expect(page.getByText(warning)).toBeVisible();
	await expectAccessibleInBothThemes(page);

	await using.getByRole('link').click();
	await page.waitForURL(`**/journeys/${journey}/monitor`);
	await page.goto(`/journeys/${journey}/edit`);
	await expect(page.getByRole('button', { name: /warnings?$/ })).toBeVisible();
	await expect(page.getByRole('combobox', { name: 'Only during an operation' })).toHaveText(name);
	await page.getByLabel('Priority').fill('60');
	await page.getByRole('button', { name: 'Publish' }).click();
	await expect(page.getByRole('dialog').getByText(`is promised by the operation “${name}”`)).toBeVisible();
	await page.keyboard.press('Escape');

	await page.goto('/calendar');
	await expect(page.getByRole('list', { name: 'Calendar' }).getByRole('link', { name })).toBeVisible();
	await expectAccessibleInBothThemes(page);
	await page.setViewportSize({ width: 390, height: 844 });
	await page.getByRole('link', { name }).click();
	await page.waitForURL(`**/calendar/${id}`);
	await expectAccessible(page);
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
	await page.getByRole('button', { name: 'Archive' }).click();
	await page.getByRole('alertdialog').getByRole('button', { name: 'Archive' }).click();
	await page.waitForURL('**/calendar');
	await expect(page.getByRole('link', { name })).toHaveCount(0);
});

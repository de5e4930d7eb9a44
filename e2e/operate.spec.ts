import { expect, type Page, test } from '@playwright/test';
import { givesVoucher, writesAndWaits } from './journeys';
import { expectAccessibleInBothThemes, publish, send, signIn } from './support';

/** What ops do with a journey that runs: look, pause, resume, stop, end and retry. */

let n = 0;
async function enters(event: string, traits: Record<string, unknown>): Promise<string> {
	const userId = `ops-${Date.now()}-${++n}`;
	await send('identify', { userId, traits: { email: `${userId}@example.test`, ...traits } });
	await send('track', { userId, event, properties: {} });
	return userId;
}

/** Until no event waits to be decided: the monitor asks every second. */
async function everythingDecided(page: Page): Promise<void> {
	await page.waitForResponse(
		async (response) => response.url().includes('/state?') && (await response.json()).installation.queued === 0,
	);
}

const card = (page: Page, name: string) => page.locator('.react-flow__node').filter({ hasText: name });

test.beforeEach(async ({ page }) => signIn(page));

test('the monitor moves by itself, says why a message was held back, and leads to the customer', async ({ page }) => {
	const event = `Ops Looked ${Date.now()}`;
	const id = await publish(writesAndWaits(`Looked at ${Date.now()}`, event));
	await page.goto(`/journeys/${id}/monitor`);
	await expect(page.getByText('Nobody has left yet')).toBeVisible();
	await enters(event, { first_name: 'Agnes', consents: { email: true } });
	await enters(event, { first_name: 'Bertha', consents: { email: false } });
	await expect(card(page, 'A day').getByRole('link', { name: '2 here' })).toBeVisible();
	await test.step('the figures of a step', async () => {
		await card(page, 'The reminder').click();
		const figures = page.getByRole('complementary', { name: 'Figures of the step' });
		await expect(figures.getByRole('region', { name: 'Why not' })).toContainText('no consent');
		await expectAccessibleInBothThemes(page);
	});
	await test.step('the customer who was not written to', async () => {
		await card(page, 'A day').getByRole('link', { name: '2 here' }).click();
		await expect(page.getByText('Where: A day')).toBeVisible();
		await page.getByRole('searchbox').fill('bertha');
		await page.getByRole('button', { name: 'Search' }).click();
		await page.getByRole('link', { name: 'Bertha' }).click();
		await expect(page.getByText('Not sent')).toBeVisible();
		await expect(page.getByText('left by “Skipped” · no consent')).toBeVisible();
		await expectAccessibleInBothThemes(page);
	});
	await test.step('she is taken out', async () => {
		await page.getByRole('button', { name: 'End', exact: true }).click();
		await page.getByRole('alertdialog').getByRole('button', { name: 'End' }).click();
		await expect(page.getByText('Left as ended by ops')).toBeVisible();
	});
});

test('a paused journey lets nobody in and goes on when resumed; a stopped one lets everybody out', async ({ page }) => {
	const event = `Ops Paused ${Date.now()}`;
	const id = await publish(writesAndWaits(`Paused ${Date.now()}`, event));
	await enters(event, { first_name: 'Clara', consents: { email: true } });
	await page.goto(`/journeys/${id}/monitor`);
	await expect(card(page, 'A day').getByRole('link', { name: '1 here' })).toBeVisible();

	await page.getByRole('button', { name: 'Pause' }).click();
	await page.getByRole('alertdialog').getByRole('button', { name: 'Pause' }).click();
	await expect(page.getByRole('banner').or(page.locator('header')).getByText('Paused').first()).toBeVisible();
	await enters(event, { first_name: 'Dora', consents: { email: true } });
	await everythingDecided(page);

	await page.getByRole('button', { name: 'Resume' }).click();
	await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
	await enters(event, { first_name: 'Edith', consents: { email: true } });
	// Dora came while it was paused: she is not let in afterwards.
	await expect(card(page, 'A day').getByRole('link', { name: '2 here' })).toBeVisible();

	await page.getByRole('button', { name: 'Stop' }).click();
	await expect(page.getByRole('alertdialog')).toContainText('2 customers leave it at once');
	await page.getByRole('alertdialog').getByRole('button', { name: 'Stop' }).click();
	await expect(page.getByText('stopped 2')).toBeVisible();
	await page.goto(`/journeys/${id}/enrollments?status=stopped`);
	await expect(page.getByRole('link', { name: 'Clara' })).toBeVisible();
	await expect(page.getByRole('link', { name: 'Dora' })).toHaveCount(0);
});

test('what has failed is seen, put right and tried again', async ({ page }) => {
	const event = `Ops Failed ${Date.now()}`;
	const id = await publish(givesVoucher(`Failed ${Date.now()}`, event));
	const userId = await enters(event, { first_name: 'Flora' });
	await page.goto(`/journeys/${id}/monitor`);
	await page.getByRole('link', { name: '1 enrollment has failed' }).click();
	await page.getByRole('link', { name: 'Flora' }).click();
	await expect(page.getByText('no store is known for her').first()).toBeVisible();
	await send('identify', { userId, traits: { home_store_id: 'auber-lyon' } });
	await page.getByRole('button', { name: 'Try again' }).click();
	await expect(page.getByText('left by “Issued”')).toBeVisible();
	await expect(page.getByRole('heading', { name: 'Vouchers' })).toBeVisible();
	await page.goto(`/journeys/${id}/monitor`);
	await expect(page.getByText('1 enrollment has failed')).toHaveCount(0);
});

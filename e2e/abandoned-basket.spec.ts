import { expect, type Page, test } from '@playwright/test';
import { expectAccessible, expectSaved, newJourney, redeem, send, signIn } from './support';

/** The main job: from a blank canvas to a voucher used in a store. */

const NAME = `Basket ${Date.now().toString(36)}`;
const customer = { userId: `e2e-${Date.now()}`, email: `ada.${Date.now()}@example.test`, phone: '+33639989999' };
const inspector = (page: Page) => page.getByRole('complementary', { name: 'Settings of the step' });

async function addAfter(page: Page, port: string, type: string): Promise<void> {
	await page.getByRole('button', { name: `Add a step after “${port}”` }).click();
	await page
		.getByRole('dialog', { name: `Add a step after “${port}”` })
		.getByRole('button', { name: type })
		.click();
	await expect(inspector(page).getByRole('heading', { level: 2 })).toContainText(type.replace(/^\^/, ''));
}

test('a marketer draws the abandoned basket, publishes it, and it runs from the site to the till', async ({ page }) => {
	await signIn(page);
	await newJourney(page, NAME);

	await test.step('the trigger', async () => {
		await page.getByRole('button', { name: 'Add a step' }).click();
		await inspector(page).getByLabel('When this happens').fill('Product Added');
		await inspector(page).getByLabel('One enrollment per').fill('cart_id');
	});
	await test.step('wait for the order, two seconds for the test', async () => {
		await addAfter(page, 'Entered', 'Wait for an event');
		const form = inspector(page);
		await form.getByLabel('Exit name').fill('ordered');
		await form
			.getByRole('textbox', { name: 'Event', exact: true })
			.or(form.getByRole('combobox', { name: 'Event', exact: true }))
			.first()
			.fill('Order Completed');
		await form.getByRole('combobox', { name: 'Property of the event' }).fill('cart_id');
		const timeout = form.getByRole('group', { name: 'Duration' });
		await timeout.getByRole('spinbutton').fill('0');
	});
	await test.step('a voucher for her store', async () => {
		await addAfter(page, 'Nothing happened', 'Issue a voucher');
		await inspector(page).getByLabel('What she gets').fill('€10 off your basket');
	});
	await test.step('the email', async () => {
		await addAfter(page, 'Issued', 'Send an email');
		await inspector(page).getByLabel('Subject').fill('{{ customer.first_name }}, your basket is waiting');
		await inspector(page)
			.getByLabel('Message (MJML)')
			.fill(
				'<mjml><mj-body><mj-section><mj-column><mj-text>Hello {{ customer.first_name }}</mj-text><mj-button href="{{ voucher.url }}">My voucher</mj-button></mj-column></mj-section></mj-body></mjml>',
			);
	});
	await test.step('wait until the voucher is used', async () => {
		await addAfter(page, 'Sent', 'Wait for an event');
		const form = inspector(page);
		await form.getByLabel('Exit name').fill('redeemed');
		await form.getByRole('combobox', { name: 'Event', exact: true }).first().fill('Coupon Redeemed');
		await form.getByRole('combobox', { name: 'Property of the event' }).fill('cart_id');
	});
	await test.step('it ends well', async () => {
		await addAfter(page, 'Coupon Redeemed', 'Exit');
		await inspector(page).getByLabel('Outcome').fill('voucher-used');
	});
	await expectSaved(page);
	await expect(page.getByText('Ready to publish')).toBeVisible();
	await expectAccessible(page);

	await test.step('what was drawn is there after a reload', async () => {
		await page.reload();
		await expect(page.locator('.react-flow__node')).toHaveCount(6);
	});
	await test.step('publish', async () => {
		await page.getByRole('button', { name: 'Publish', exact: true }).click();
		const dialog = page.getByRole('dialog');
		await expect(dialog).toContainText('customers enter when “Product Added” happens');
		await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
		await expect(page.getByText('Version 1 is live')).toBeVisible();
		await expect(page.getByText('No changes since version 1')).toBeVisible();
	});

	await test.step('a customer leaves her basket', async () => {
		await send('identify', {
			userId: customer.userId,
			traits: { first_name: 'Ada', email: customer.email, home_store_id: 'auber-paris', consents: { email: true } },
		});
		await send('track', {
			userId: customer.userId,
			event: 'Product Added',
			properties: { cart_id: 'e2e-cart', name: 'Vase' },
		});
	});
	let code = '';
	await test.step('her email is in the outbox', async () => {
		await expect(async () => {
			await page.goto(`/dev/outbox?q=${encodeURIComponent(customer.email)}`);
			await expect(page.getByRole('link', { name: 'Ada, your basket is waiting' })).toBeVisible({ timeout: 1000 });
		}).toPass({ timeout: 30_000 });
		await page.getByRole('link', { name: 'Ada, your basket is waiting' }).click();
		await expect(page.locator('pre').first()).toContainText('List-Unsubscribe-Post'.toLowerCase());
		const href = await page.frameLocator('iframe').getByRole('link', { name: 'My voucher' }).getAttribute('href');
		code = href?.split('/v/')[1] ?? '';
		expect(code).toMatch(/^[A-Z0-9]{12}$/);
	});
	await test.step('the voucher page fits a phone', async () => {
		const { width, height } = page.viewportSize() ?? { width: 1440, height: 900 };
		await page.setViewportSize({ width: 390, height: 844 });
		await page.goto(`/v/${code}`);
		await expect(page.getByRole('heading', { name: '€10 off your basket' })).toBeVisible();
		await expect(page.getByAltText('QR code of the voucher')).toBeVisible();
		await expect(page.getByText('Maison Auber Paris Bac')).toBeVisible();
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
		await expectAccessible(page);
		await page.setViewportSize({ width, height });
	});
	await test.step('the till redeems it once', async () => {
		expect((await redeem(code, 'receipt-1')).status).toBe(200);
		expect((await redeem(code, 'receipt-1')).status).toBe(200);
		expect((await redeem(code, 'receipt-2')).status).toBe(409);
		expect((await redeem('NOSUCHCODE22', 'receipt-3')).status).toBe(404);
	});
	await test.step('the journey hears it, and ops see it', async () => {
		await page.goto('/journeys');
		await page.getByRole('link', { name: NAME }).click();
		await page.waitForURL('**/monitor');
		await expect(page.getByText('voucher-used 1')).toBeVisible();
		await expectAccessible(page);
		await page.getByRole('link', { name: 'Enrollments' }).click();
		await page.getByRole('link', { name: 'Ada' }).click();
		await expect(page.getByRole('heading', { name: 'Path' })).toBeVisible();
		await expect(page.getByText('Ada, your basket is waiting')).toBeVisible();
		await expectAccessible(page);
	});
});

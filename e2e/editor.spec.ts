import { expect, type Page, test } from '@playwright/test';
import {
	expectAccessible,
	expectAccessibleInBothThemes,
	expectSaved,
	inspectorOf,
	newJourney,
	signIn,
} from './support';

/** What a marketer does while drawing, besides the main job. */

const steps = (page: Page) => page.locator('.react-flow__node');
const connections = (page: Page) => page.locator('.react-flow__edge');

test.beforeEach(async ({ page }) => signIn(page));

test('steps are dragged from the palette and connected by dragging', async ({ page }) => {
	await newJourney(page, `Dragged ${Date.now()}`);
	await page.getByRole('button', { name: 'Add a step' }).click();
	const palette = page.getByRole('complementary', { name: 'Steps' });
	const canvas = page.locator('.react-flow__pane');
	await palette.getByRole('button', { name: 'Exit' }).dragTo(canvas, { targetPosition: { x: 420, y: 520 } });
	await expect(steps(page)).toHaveCount(2);
	await expect(page.getByRole('button', { name: /problems?$/ })).toBeVisible();
	const from = page.locator('.react-flow__handle.source').first();
	const to = page.locator('.react-flow__handle.target').first();
	await from.dragTo(to);
	await expect(connections(page)).toHaveCount(1);
	await test.step('a problem leads to its step', async () => {
		await page.getByRole('button', { name: /problems?$/ }).click();
		await page
			.getByRole('dialog', { name: 'Problems' })
			.getByRole('button', { name: /When an event happens/ })
			.click();
		await expect(inspectorOf(page).getByLabel('When this happens')).toBeVisible();
		await expectAccessibleInBothThemes(page);
	});
	await expectSaved(page);
});

test('with the keyboard only: select, copy, paste, duplicate, remove, undo, redo', async ({ page }) => {
	await newJourney(page, `Keys ${Date.now()}`);
	await page.getByRole('button', { name: 'Wait', exact: true }).press('Enter');
	await expect(steps(page)).toHaveCount(1);
	await steps(page).first().focus();
	await page.keyboard.press('Enter');
	await page.keyboard.press('Control+c');
	await page.keyboard.press('Control+v');
	await expect(steps(page)).toHaveCount(2);
	await page.keyboard.press('Control+d');
	await expect(steps(page)).toHaveCount(3);
	await page.keyboard.press('Control+a');
	await expect(inspectorOf(page).getByRole('heading', { name: '3 steps selected' })).toBeVisible();
	await page.keyboard.press('Delete');
	await expect(steps(page)).toHaveCount(0);
	await page.keyboard.press('Control+z');
	await expect(steps(page)).toHaveCount(3);
	await page.keyboard.press('Control+y');
	await expect(steps(page)).toHaveCount(0);
	await page.keyboard.press('Control+z');
	await expect(steps(page)).toHaveCount(3);
	await expectSaved(page);
	await page.reload();
	await expect(steps(page)).toHaveCount(3);
});

test('a rule is a tree of groups, history and consent, without code', async ({ page }) => {
	await newJourney(page, `Rules ${Date.now()}`);
	await page.getByRole('button', { name: 'Condition' }).click();
	const form = inspectorOf(page);
	const choose = async (what: string, nth = 0) => {
		await form.getByRole('button', { name: 'Add a condition' }).nth(nth).click();
		await page.getByRole('option', { name: what }).click();
	};
	await choose('What the customer did');
	await form.getByRole('combobox', { name: 'Event', exact: true }).fill('Order Completed');
	await form.getByRole('spinbutton', { name: 'times' }).fill('2');
	// Which orders count: the first button is inside of the test, the second one below it.
	await choose('The event', 0);
	await form.getByRole('combobox', { name: 'Property' }).first().fill('total');
	await choose('A group of conditions', 1);
	await choose('Consent', 1);
	await expect(form.getByText('and', { exact: true })).toBeVisible();
	await expectSaved(page);
	await expectAccessible(page);
	await page.reload();
	await steps(page).first().click();
	await expect(form.getByRole('spinbutton', { name: 'times' })).toHaveValue('2');
	await expect(form.getByRole('combobox', { name: 'Consent' })).toContainText('agreed to');
});

test('when it runs and when it is quiet are settings of the journey', async ({ page }) => {
	await newJourney(page, `Dates ${Date.now()}`);
	const form = inspectorOf(page);
	await form.getByLabel('From').first().fill('2030-12-01T08:00');
	await form.getByLabel('Until').fill('2030-11-01T08:00');
	await expect(form.getByText('The journey ends before it starts.')).toBeVisible();
	await form.getByLabel('Until').fill('2030-12-24T20:00');
	await form.getByRole('combobox', { name: 'SMS' }).click();
	await page.getByRole('option', { name: 'Of this journey' }).click();
	await expectSaved(page);
	await page.reload();
	await expect(form.getByLabel('Until').first()).toHaveValue('2030-12-24T20:00');
	await expect(form.getByRole('combobox', { name: 'SMS' })).toContainText('Of this journey');
});

test('a journey is duplicated, and archived when nobody can come into it', async ({ page }) => {
	const name = `Twice ${Date.now()}`;
	await newJourney(page, name);
	await page.getByRole('button', { name: 'Add a step' }).click();
	await expectSaved(page);
	await page.goto('/journeys');
	await page.getByRole('button', { name: `Actions for ${name}` }).click();
	await page.getByRole('menuitem', { name: 'Duplicate' }).click();
	await page.waitForURL('**/edit');
	await expect(page.getByLabel('Name of the journey')).toHaveValue(`Copy of ${name}`);
	await expect(steps(page)).toHaveCount(1);
	await page.goto('/journeys');
	await page.getByRole('button', { name: `Actions for ${name}`, exact: true }).click();
	await page.getByRole('menuitem', { name: 'Archive' }).click();
	await page.getByRole('alertdialog').getByRole('button', { name: 'Archive' }).click();
	await expect(page.getByRole('link', { name, exact: true })).toHaveCount(0);
	await page.getByRole('link', { name: 'Archived' }).click();
	await page.getByRole('link', { name, exact: true }).click();
	await expect(page.getByText('This journey is archived.')).toBeVisible();
});

test('who may only look sees the journey and cannot change it', async ({ page, browser }) => {
	const email = `viewer-${Date.now()}@example.test`;
	await newJourney(page, `Looked at ${Date.now()}`);
	await page.getByRole('button', { name: 'Add a step' }).click();
	await expectSaved(page);
	const drawing = page.url();
	await page.goto('/settings/members');
	await page.getByRole('button', { name: 'Add a member' }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByLabel('Name').fill('Vera Viewer');
	await dialog.getByLabel('Email').fill(email);
	await dialog.getByRole('combobox', { name: 'Role' }).click();
	await page.getByRole('option', { name: 'Viewer' }).click();
	await dialog.getByRole('button', { name: 'Add a member' }).click();
	const password = await dialog.locator('output').innerText();

	const context = await browser.newContext({ locale: 'en-GB' });
	const hers = await context.newPage();
	await signIn(hers, { email, password });
	await expect(hers.getByRole('button', { name: 'New journey' })).toHaveCount(0);
	await hers.goto(drawing);
	await expect(hers.getByText('your role does not allow changing it')).toBeVisible();
	await expect(hers.getByRole('button', { name: 'Publish' })).toHaveCount(0);
	await steps(hers).first().click();
	await expect(inspectorOf(hers).getByLabel('When this happens')).toBeDisabled();
	await hers.keyboard.press('Delete');
	await hers.keyboard.press('Control+d');
	await expect(steps(hers)).toHaveCount(1);
	await hers.goto('/settings/members');
	await expect(hers.getByText('Not for your role')).toBeVisible();
	await expectAccessible(hers);
	await context.close();
});

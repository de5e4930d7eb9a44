import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { expectAccessible, secretKey, signIn, url } from './support';

const put = (kind: string, rows: object[]) =>
	fetch(`${url}/v1/${kind}`, {
		method: 'PUT',
		headers: { authorization: `Bearer ${secretKey}` },
		body: JSON.stringify({ [kind]: rows }),
	});

test('a file with a bad line brings in nothing, then its good lines, and its product is in the catalogue', async ({
	page,
}) => {
	const own = `ÉTÉ ${Date.now()}`;
	await signIn(page);
	await page.goto('/catalogue/import');
	await expectAccessible(page);
	await page.getByLabel('File', { exact: true }).setInputFiles({
		name: 'products.csv',
		mimeType: 'text/csv',
		buffer: Buffer.from(
			`id;name;category;price;currency;rayon\n${own};Chemise;Été;39,90;EUR;A\nbad;Bad;Été;cheap;EUR;A\n`,
		),
	});
	await page.getByRole('button', { name: 'Import', exact: true }).click();
	await expect(page.getByText('Nothing was written: 1 line is bad')).toBeVisible();
	await expect(page.getByRole('row', { name: '3 price write a number such as 39.90' })).toBeVisible();
	await expect(page.getByText('not read: rayon')).toBeVisible();
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Import the 1 good line' }).click();
	await expect(page.getByText('1 line written')).toBeVisible();

	await put('variants', [{ sku: `${own}-m`, product_id: own, size: 'M', colour: 'bleu' }]);
	await put('stock', [
		{ product_id: own, sku: `${own}-m`, store_id: 'auber-paris', quantity: 3 },
		{ product_id: own, sku: `${own}-m`, store_id: 'auber-lyon', quantity: 9, as_of: '2020-01-01' },
	]);
	const answer = await fetch(`${url}/v1/products/${encodeURIComponent(own)}/availability?store=auber-lyon`, {
		headers: { authorization: `Bearer ${secretKey}` },
	});
	expect(await answer.json()).toMatchObject({
		here: { quantity: null },
		nearby: [{ store: { id: 'auber-paris' }, quantity: 3 }],
	});

	await page.goto(`/catalogue?q=${encodeURIComponent(own)}`);
	await page.getByRole('link', { name: 'Chemise' }).click();
	await expect(page.getByRole('row', { name: /Maison Auber Paris Bac.*3/ })).toBeVisible();
	// A figure of years ago is no figure.
	await expect(page.getByRole('row', { name: /Lyon.*Unknown/ })).toBeVisible();
	await expectAccessible(page);
});

test('a file comes in by command, too, and says which of its lines do not', async ({ page }, info) => {
	const own = `cli-${Date.now()}`;
	const file = info.outputPath('products.csv');
	mkdirSync(path.dirname(file), { recursive: true });
	writeFileSync(file, `id,name,category,price,currency\n${own},By command,Tools,10,EUR\nbad,Bad,Tools,,EUR\n`);
	const run = (...more: string[]) =>
		spawnSync(
			process.execPath,
			['--import', 'tsx', 'scripts/import-catalogue.ts', file, '--url', url, '--key', secretKey, ...more],
			{ encoding: 'utf8' },
		);
	const first = run();
	expect(first.stdout).toContain('line 3, price: write a number such as 39.90');
	expect(first.stdout).toContain('Nothing was written. 1 lines are bad.');
	expect(first.status).toBe(1);
	expect(run('--partial').stdout).toContain('1 products written. 1 lines are bad and were left out.');
	await signIn(page);
	await page.goto(`/catalogue?q=${own}`);
	await expect(page.getByRole('link', { name: 'By command' })).toBeVisible();
});

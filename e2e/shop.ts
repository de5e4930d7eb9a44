import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

const CLIENT = path.resolve('node_modules/@segment/analytics-next/dist/umd');

/** A retailer's site, of another origin than Parcours, with Segment's own client for browsers on its page. */
export async function openShop(api: string, writeKey: string): Promise<{ url: string; close: () => Promise<void> }> {
	const page = `<!doctype html><html lang="en"><title>Shop</title><h1>Shop</h1>
<button id="sign-in">Sign in</button><button id="add">Add to basket</button>
<script src="/client/index.js"></script>
<script>
	const settings = { apiKey: '${writeKey}', apiHost: '${new URL(api).host}/v1', protocol: 'http' };
	const analytics = AnalyticsNext.AnalyticsBrowser.load(
		{ writeKey: '${writeKey}', cdnSettings: { integrations: { 'Segment.io': settings } } },
	);
	analytics.page('Product', 'Vase');
	document.getElementById('add').onclick = () => analytics.track('Product Added', { cart_id: 'shop-cart', name: 'Vase' });
	document.getElementById('sign-in').onclick = () =>
		analytics.identify(new URLSearchParams(location.search).get('as'), { first_name: 'Mary', last_name: 'Shelley' });
</script></html>`;
	const server = createServer((request, response) => {
		const { pathname } = new URL(request.url ?? '/', 'http://shop');
		if (!pathname.startsWith('/client/')) return response.setHeader('content-type', 'text/html').end(page);
		response.setHeader('content-type', 'text/javascript').end(readFileSync(path.join(CLIENT, path.basename(pathname))));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}/`,
		close: () => new Promise((resolve) => server.close(() => resolve())),
	};
}

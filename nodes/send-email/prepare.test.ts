import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { prepareEmail } from './prepare';

const mjml = (body: string, head = '') =>
	`<mjml><mj-head>${head}</mj-head><mj-body><mj-section><mj-column>${body}</mj-column></mj-section></mj-body></mjml>`;

test('an email asks no server for anything while it is prepared, whatever is written in it', async () => {
	const asked: (string | undefined)[] = [];
	const server = createServer((request, response) => {
		asked.push(request.url);
		response.end();
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
	await prepareEmail(
		mjml(
			`<mj-raw><link rel="stylesheet" href="${url}/a.css"><style>@import url(${url}/b.css)</style></mj-raw><mj-image src="${url}/c.png"/>`,
			`<mj-font name="F" href="${url}/d"/><mj-style inline="inline">@import url(${url}/e); p { background: url(${url}/f) }</mj-style><mj-include path="${url}/g"/>`,
		),
	);
	expect(asked).toEqual([]);
	await new Promise((resolve) => server.close(resolve));
});

test('styles that would take minutes to write into every element are refused', async () => {
	const rules = Array.from({ length: 1500 }, (_, i) => `.a .b${i}, p > b i, [class~=a] i { margin: ${i}px }`).join(
		'\n',
	);
	const elements = '<p class="a"><b><i>x</i></b></p>'.repeat(1500);
	await expect(
		prepareEmail(mjml(`<mj-text>${elements}</mj-text>`, `<mj-style inline="inline">${rules}</mj-style>`)),
	).rejects.toMatchObject({ name: 'UserError', field: 'body', message: expect.stringContaining('mj-style') });
});

test('styles as emails have them are written into their elements', async () => {
	const { html } = await prepareEmail(
		mjml('<mj-text><p class="a">x</p></mj-text>', '<mj-style inline="inline">.a { margin: 3px }</mj-style>'),
	);
	expect(html).toContain('<p class="a" style="margin: 3px;">');
});

test('what is nested too deep is told to who wrote it', async () => {
	await expect(prepareEmail(mjml(`<mj-text>${'<div>'.repeat(15_000)}</mj-text>`))).rejects.toMatchObject({
		name: 'UserError',
	});
});

test('a mistake names its line and its element, and nothing of the server', async () => {
	const failed = prepareEmail(mjml('<mj-text colour="red">x</mj-text>'));
	await expect(failed).rejects.toMatchObject({
		field: 'body',
		message: expect.stringMatching(/Line 1 \(mj-text\)/),
	});
	await expect(failed).rejects.not.toMatchObject({ message: expect.stringContaining(process.cwd()) });
});

import path from 'node:path';
import type { NextConfig } from 'next';
import createNextIntlPlugin from 'next-intl/plugin';

/** React needs `eval` for its error overlay while developing, and only then. */
const scripts =
	process.env.NODE_ENV === 'production' ? "'self' 'unsafe-inline'" : "'self' 'unsafe-inline' 'unsafe-eval'";

/** `framedBy`: who may show it in a frame. */
const securityHeaders = (framedBy: "'none'" | '*') => [
	{
		key: 'Content-Security-Policy',
		value: [
			"default-src 'self'",
			`script-src ${scripts}`,
			"style-src 'self' 'unsafe-inline'",
			"img-src 'self' data: https:",
			"font-src 'self' data:",
			"connect-src 'self'",
			"frame-src 'self'",
			`frame-ancestors ${framedBy}`,
			"base-uri 'self'",
			"form-action 'self'",
			"object-src 'none'",
		].join('; '),
	},
	{ key: 'X-Content-Type-Options', value: 'nosniff' },
	{ key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
	...(framedBy === '*' ? [] : [{ key: 'X-Frame-Options', value: 'DENY' }]),
	// Browsers heed it over https only: whoever came that way once is not talked back into http.
	{ key: 'Strict-Transport-Security', value: 'max-age=31536000' },
	{ key: 'Permissions-Policy', value: 'camera=(self), microphone=(), geolocation=()' },
];

const distDir = process.env.NEXT_DIST_DIR || '.next';

const config: NextConfig = {
	distDir,
	typescript: {
		// `npm test` checks them; a build of what is published must not depend on tests' types.
		ignoreBuildErrors: true,
		// Next adds the paths of a build's generated types to the configuration it is given: a built one has its own.
		...(process.env.NEXT_DIST_DIR ? { tsconfigPath: path.join(path.dirname(distDir), 'tsconfig.json') } : {}),
	},
	poweredByHeader: false,
	reactStrictMode: true,
	// A draft with many emails, sent twice by a save: as it is, and as it was when it was opened.
	experimental: { authInterrupts: true, serverActions: { bodySizeLimit: '8mb' } },
	// Large, server only, and loaded as they are.
	serverExternalPackages: ['mjml', 'bwip-js', 'pg', 'pino', 'nodemailer', 'mailparser', 'html-to-text'],
	turbopack: {
		root: import.meta.dirname,
		// A node's `prepare` runs at publish, on the server: MJML must not reach the browser.
		resolveAlias: { mjml: { browser: './lib/server-only.ts' }, 'html-to-text': { browser: './lib/server-only.ts' } },
	},
	async headers() {
		return [
			{ source: '/((?!f/).*)', headers: securityHeaders("'none'") },
			// Forms are made to stand in the retailer's site; nobody is signed in there.
			{ source: '/f/(.*)', headers: securityHeaders('*') },
		];
	},
};

export default createNextIntlPlugin('./i18n/request.ts')(config);

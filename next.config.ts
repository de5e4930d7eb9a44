import type { NextConfig } from 'next';
import createNextIntlPlugin from 'next-intl/plugin';

const config: NextConfig = {
	distDir: process.env.NEXT_DIST_DIR || '.next',
	poweredByHeader: false,
	// forbidden(): a page that a role may not see answers 403.
	experimental: { authInterrupts: true },
	// They load files of their own at run time, which a bundle would not have.
	serverExternalPackages: ['mjml', 'pino', 'bwip-js', 'html-to-text'],
};

export default createNextIntlPlugin('./i18n/request.ts')(config);

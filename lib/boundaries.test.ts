import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { importsOf, reach, readTree, type Tree, withoutComments } from './testing/imports';

const ROOT = new URL('..', import.meta.url).pathname;
const FOLDERS = ['app', 'auth', 'channels', 'components', 'db', 'i18n', 'lib', 'nodes', 'workflows'];
const TREE = readTree(ROOT, FOLDERS, ['config.ts', 'log.ts']);

type Rule = {
	rule: string;
	/** Where the rule is broken, one line a place. */
	breaches: (tree: Tree) => string[];
	/** A file that breaks it, and what is said of it: a rule that cannot fail is none. */
	broken: [path: string, code: string, said: string][];
};

const inside = (path: string, ...folders: string[]) => folders.some((folder) => path.startsWith(`${folder}/`));
const paths = (tree: Tree, holds: (path: string) => boolean) => [...tree.keys()].filter(holds);
const isRun = (path: string) => /^nodes\/[^/]+\/run$|\/run\.ts$/.test(path);
const behindTheServer = (tree: Tree) => (path: string) =>
	/^\s*['"]use server['"]/.test(withoutComments(tree.get(path) ?? ''));
const oneOf = (name: string, packages: string[]) => packages.some((p) => name === p || name.startsWith(`${p}/`));

/** What a file itself names, types too. */
const direct = (tree: Tree, from: string, forbidden: (to: string, how: string) => boolean) =>
	importsOf(tree, from)
		.filter(({ to, how }) => forbidden(to, how))
		.map(({ to }) => `${from} > ${to}`);
/** What comes along when it runs. */
const dragged = (ways: Map<string, string>, forbidden: (to: string) => boolean) =>
	[...ways].filter(([to]) => forbidden(to)).map(([, way]) => way);

const LIB_PACKAGES = ['zod', 'luxon', 'liquidjs'];
const isPackage = (tree: Tree, to: string) => !tree.has(to) && !FOLDERS.some((folder) => inside(to, folder));
const MACHINE_AND_KIN = ['lib/machine.ts', 'lib/program.ts', 'lib/instant.ts', 'lib/split.ts'];
const WORKFLOW = ['workflows/index.ts', 'workflows/journey.ts', 'workflows/contract.ts'];
/** The registry, the bundle's entry, and the schema, which Drizzle wants as one module. */
const BARRELS = ['nodes/index.ts', 'nodes/types.ts', 'workflows/index.ts', 'db/schema.ts'];
const NEXT_FILE =
	/^app\/(.*\/)?(page|layout|route|error|not-found|forbidden|global-error|loading|template|default)\.tsx?$/;
/** The table in ARCHITECTURE.md: which folders' code a folder may run. */
const MAY_RUN: Record<string, string[]> = {
	nodes: ['lib'],
	channels: ['lib'],
	db: ['lib', 'nodes', 'channels'],
	auth: ['lib', 'db'],
	workflows: ['lib', 'nodes', 'db'],
};
/** An effect runs in the worker, so it may also use what the worker has. */
const AN_EFFECT_MAY = ['lib', 'db', 'channels'];
const CLOCKS: [what: string, used: RegExp][] = [
	['Date.now', /\bDate\.now\b/],
	['new Date()', /\bnew Date(\(\s*\)|\b(?!\())/],
	['performance.now', /\bperformance\.now\b/],
	['DateTime.now', /\bDateTime\.(now|local)\b/],
	['DateTime.utc()', /\bDateTime\.utc\(\s*\)/],
	['Math.random', /\bMath\.random\b/],
	['crypto', /\bcrypto\.(random|get)/],
	['a timer', /\bset(Timeout|Interval|Immediate)\b/],
	['fetch', /\bfetch\(/],
	['process', /\bprocess\.\w/],
];

const RULES: Rule[] = [
	{
		rule: 'pages and components never reach the workflows or a run.ts: the web app speaks SQL, never Temporal',
		breaches: (tree) =>
			paths(tree, (p) => inside(p, 'app', 'components')).flatMap((from) => {
				const worker = (to: string) => inside(to, 'workflows') || isRun(to) || to.startsWith('@temporalio/');
				return [...direct(tree, from, worker), ...dragged(reach(tree, from, { later: true }), worker)];
			}),
		broken: [
			['app/x/page.tsx', "import { journey } from '@/workflows/journey';", 'app/x/page.tsx > workflows/journey.ts'],
			[
				'components/x.tsx',
				"import type { Delivery } from '@/workflows/contract';",
				'components/x.tsx > workflows/contract.ts',
			],
			['app/x/page.tsx', "import run from '@/nodes/send-sms/run';", 'app/x/page.tsx > nodes/send-sms/run.ts'],
			['app/x/actions.ts', "import { Client } from '@temporalio/client';", 'app/x/actions.ts > @temporalio/client'],
		],
	},
	{
		rule: 'components know of the database its types only, and the app’s server actions',
		breaches: (tree) => {
			const data = (to: string) => inside(to, 'db') || oneOf(to, ['pg', 'drizzle-orm']);
			return paths(tree, (p) => inside(p, 'components')).flatMap((from) => [
				...direct(tree, from, (to, how) => data(to) && how !== 'type'),
				...dragged(reach(tree, from, { stop: behindTheServer(tree) }), data),
			]);
		},
		broken: [
			['components/x.tsx', "import { db } from '@/db/client';", 'components/x.tsx > db/client.ts'],
			['components/x.tsx', "import { getSession } from '@/auth/session';", 'components/x.tsx > auth/session.ts >'],
		],
	},
	{
		rule: 'the workflow imports Temporal’s workflow package, the machine and its kin, and nothing else',
		breaches: (tree) =>
			WORKFLOW.flatMap((from) => {
				const known = (to: string) =>
					to === '@temporalio/workflow' || MACHINE_AND_KIN.includes(to) || WORKFLOW.includes(to);
				return [
					...direct(tree, from, (to) => !known(to)),
					...dragged(reach(tree, from, { later: true }), (to) => !known(to)),
				];
			}),
		broken: [
			['workflows/journey.ts', "import { z } from 'zod';", 'workflows/journey.ts > zod'],
			[
				'workflows/contract.ts',
				"import type { EventFact } from '../lib/event';",
				'workflows/contract.ts > lib/event.ts',
			],
			['lib/split.ts', "import { DateTime } from 'luxon';", '> lib/machine.ts > lib/split.ts > luxon'],
		],
	},
	{
		rule: 'the domain core does no I/O: it imports itself, and the node types where it checks and compiles',
		breaches: (tree) =>
			paths(tree, (p) => inside(p, 'lib')).flatMap((from) => [
				...direct(tree, from, (to) =>
					isPackage(tree, to)
						? !LIB_PACKAGES.includes(to)
						: !inside(to, 'lib') && !(to === 'nodes/index.ts' && /^lib\/(check|compile)\.ts$/.test(from)),
				),
				...dragged(reach(tree, from), (to) =>
					isPackage(tree, to) ? !LIB_PACKAGES.includes(to) : !inside(to, 'lib', 'nodes'),
				),
			]),
		broken: [
			['lib/x.ts', "import { readFileSync } from 'node:fs';", 'lib/x.ts > node:fs'],
			['lib/x.ts', "import { readFileSync } from 'fs';", 'lib/x.ts > fs'],
			['lib/x.ts', "import type { Db } from '@/db/client';", 'lib/x.ts > db/client.ts'],
			['lib/x.ts', "const { Pool } = await import('pg');", 'lib/x.ts > pg'],
			['lib/x.ts', "import { NODES } from '../nodes';", 'lib/x.ts > nodes/index.ts'],
			['lib/x.ts', "import { log } from '@/log';", 'lib/x.ts > log.ts'],
			['nodes/wait/node.ts', "import { db } from '@/db/client';", 'nodes/wait/node.ts > db/client.ts'],
		],
	},
	{
		rule: 'the domain core and the node definitions have no clock and no chance: every instant is passed in',
		breaches: (tree) =>
			paths(tree, (p) => inside(p, 'lib') || /^nodes\/[^/]+\/node\.ts$/.test(p)).flatMap((path) =>
				CLOCKS.filter(([, used]) => used.test(withoutComments(tree.get(path) ?? ''))).map(
					([what]) => `${path} uses ${what}`,
				),
			),
		broken: [
			['lib/x.ts', 'export const now = () => Date.now();', 'lib/x.ts uses Date.now'],
			['lib/x.ts', 'export const now = () => +new Date();', 'lib/x.ts uses new Date()'],
			['lib/x.ts', 'export const now = () => +new Date;', 'lib/x.ts uses new Date()'],
			['lib/x.ts', 'export const now = () => DateTime.now();', 'lib/x.ts uses DateTime.now'],
			['lib/x.ts', 'export const draw = () => Math.random();', 'lib/x.ts uses Math.random'],
			['nodes/wait/node.ts', 'setTimeout(() => {}, 1);', 'nodes/wait/node.ts uses a timer'],
		],
	},
	{
		rule: 'an effect knows nothing of React, Next or the pages',
		breaches: (tree) => {
			const web = (to: string) =>
				oneOf(to, ['react', 'react-dom', 'next', 'next-intl']) || inside(to, 'app', 'components');
			return paths(tree, isRun).flatMap((from) => [
				...direct(tree, from, web),
				...dragged(reach(tree, from, { later: true }), web),
			]);
		},
		broken: [
			['nodes/send-sms/run.ts', "import { createElement } from 'react';", 'nodes/send-sms/run.ts > react'],
			['nodes/send-sms/run.ts', "import { headers } from 'next/headers';", 'nodes/send-sms/run.ts > next/headers'],
			[
				'nodes/send-sms/run.ts',
				"import type { ButtonProps } from '@/components/ui/button';",
				'nodes/send-sms/run.ts > components/ui/button.tsx',
			],
		],
	},
	{
		rule: 'folders run each other’s code as the table in ARCHITECTURE.md says',
		breaches: (tree) =>
			Object.entries(MAY_RUN).flatMap(([folder, may]) =>
				paths(tree, (p) => inside(p, folder)).flatMap((from) => {
					const allowed = isRun(from) ? AN_EFFECT_MAY : may;
					return direct(
						tree,
						from,
						(to, how) => how !== 'type' && inside(to, ...FOLDERS) && !inside(to, folder, ...allowed),
					);
				}),
			),
		broken: [
			['nodes/x/node.ts', "import { db } from '@/db/client';", 'nodes/x/node.ts > db/client.ts'],
			['nodes/x/run.ts', "import { cookieOf } from '@/auth/session';", 'nodes/x/run.ts > auth/session.ts'],
			['db/x.ts', "import { getSession } from '@/auth/session';", 'db/x.ts > auth/session.ts'],
			['channels/x.ts', "import { db } from '../db/client';", 'channels/x.ts > db/client.ts'],
		],
	},
	{
		rule: 'the product runs nothing that is there for tests',
		breaches: (tree) =>
			paths(tree, () => true).flatMap((from) =>
				direct(tree, from, (to) => to.includes('/testing/') || oneOf(to, ['vitest', 'fast-check'])),
			),
		broken: [['lib/x.ts', "import { facts } from './testing/facts';", 'lib/x.ts > lib/testing/facts']],
	},
	{
		rule: 'there are no barrels: a name is imported from where it is written',
		breaches: (tree) =>
			paths(tree, (p) => !BARRELS.includes(p) && !NEXT_FILE.test(p)).filter((path) => {
				const code = withoutComments(tree.get(path) ?? '');
				const passes = /\bexport\s+(type\s+)?(\*|\{[^}]*\})\s*(as\s+\w+\s+)?from\s+['"][.@]/;
				const rest = code.replace(new RegExp(`${passes.source}[^'"]*['"];?`, 'g'), '').trim();
				return /\/index\.tsx?$/.test(path) || /\bexport\s+\*/.test(code) || (passes.test(code) && rest === '');
			}),
		broken: [
			['components/ui/index.ts', 'export const all = 1;', 'components/ui/index.ts'],
			['lib/all.ts', "export * from './gate';", 'lib/all.ts'],
			['lib/all.ts', "export { gate } from './gate';\nexport type { Rule } from './condition';", 'lib/all.ts'],
		],
	},
];

describe.each(RULES)('$rule', ({ breaches, broken }) => {
	test('holds', () => {
		expect(breaches(TREE)).toEqual([]);
	});
	test.each(broken)('would be seen broken by %s', (path, code, said) => {
		const tree = new Map(TREE).set(path, `${code}\n${TREE.get(path) ?? ''}`);
		expect(breaches(tree)).toContainEqual(expect.stringContaining(said));
	});
});

test('the check sees every import: each of our own leads to a file that is there', () => {
	for (const path of TREE.keys())
		for (const { to } of importsOf(TREE, path))
			if (inside(to, ...FOLDERS, 'messages')) expect(existsSync(ROOT + to), `${path} > ${to}`).toBe(true);
	expect(importsOf(TREE, 'workflows/journey.ts')).toContainEqual({ to: '@temporalio/workflow', how: 'value' });
	expect(importsOf(TREE, 'workflows/journey.ts')).toContainEqual({ to: 'lib/machine.ts', how: 'value' });
	expect(importsOf(TREE, 'nodes/send-email/node.ts')).toContainEqual({
		to: 'nodes/send-email/prepare.ts',
		how: 'later',
	});
	expect(importsOf(TREE, 'lib/gate.ts')).toContainEqual({ to: 'lib/machine.ts', how: 'type' });
});

test('what a comment says is not imported, and what a URL hides is', () => {
	const tree = new Map([
		['lib/x.ts', "// import 'pg';\n/* import 'fs'; */\nconst at = 'https://x'; // import('net')\nimport 'zod';\n"],
	]);
	expect(importsOf(tree, 'lib/x.ts').map((i) => i.to)).toEqual(['zod']);
});

import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** Source by path from the root of the repository: `lib/gate.ts`. */
export type Tree = ReadonlyMap<string, string>;

/** `to`: a file of the tree, or the name of a package as it is written (`node:fs`, `next/navigation`). */
export type Import = { to: string; how: 'value' | 'type' | 'later' };

const SOURCE = /\.tsx?$/;
const TESTS = /\.test\.tsx?$|(^|\/)testing\//;

/** The product's source below some folders, and some files; tests and what only they use are left out. */
export function readTree(root: string, folders: string[], files: string[]): Tree {
	const below = folders.flatMap((folder) =>
		readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) =>
			posix.join(folder, path.replaceAll('\\', '/')),
		),
	);
	const paths = [...below, ...files].filter((path) => SOURCE.test(path) && !TESTS.test(path));
	return new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

/** Source without its comments, which may speak of what the code must not do. */
export function withoutComments(code: string): string {
	return code.replace(/\/\*[\s\S]*?\*\//g, ' ').replace(/(^|[\s;,{}()])\/\/.*$/gm, '$1');
}

const FROM = /(?:^|[;\n])\s*(?:import|export)\s+(type\s)?(?:[\w$*{}\s,]+?\sfrom\s+)?['"]([^'"]+)['"]/g;
const LATER = /\b(?:import|require)\(\s*['"]([^'"]+)['"]/g;

/** What a file imports or exports from elsewhere. Types alone are gone once it is compiled; `import()` comes when it is called. */
export function importsOf(tree: Tree, path: string): Import[] {
	const code = withoutComments(tree.get(path) ?? '');
	return [
		...[...code.matchAll(FROM)].map(([, type, to = '']) => ({
			to,
			how: type ? ('type' as const) : ('value' as const),
		})),
		...[...code.matchAll(LATER)].map(([, to = '']) => ({ to, how: 'later' as const })),
	].map(({ to, how }) => ({ to: resolve(tree, path, to), how }));
}

function resolve(tree: Tree, from: string, to: string): string {
	const ours = to.startsWith('@/') ? to.slice(2) : to.startsWith('.') ? posix.join(posix.dirname(from), to) : null;
	if (ours === null) return to;
	return ['', '.ts', '.tsx', '/index.ts', '/index.tsx'].map((end) => ours + end).find((p) => tree.has(p)) ?? ours;
}

/** Everything a file drags in when it runs, each with the way there: `a > b > c`. Does not look into files that `stop` names. */
export function reach(
	tree: Tree,
	from: string,
	{ later = false, stop = () => false }: { later?: boolean; stop?: (path: string) => boolean } = {},
): Map<string, string> {
	const ways = new Map([[from, from]]);
	for (const [path, way] of ways) {
		if (path !== from && stop(path)) continue;
		for (const { to, how } of importsOf(tree, path))
			if (!ways.has(to) && (how === 'value' || (later && how === 'later'))) ways.set(to, `${way} > ${to}`);
	}
	return ways;
}

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bundleWorkflowCode } from '@temporalio/worker';
import { buildNamed, buildOfSources, buildOnce } from './stack/build';
import { runCommand } from './stack/command';
import { StackError } from './stack/errors';
import { ROOT } from './stack/paths';
import { type Env, run } from './stack/process';

/** A build has no configuration: it must not depend on, or keep, what is set where it is made. */
function buildEnv(distDir: string): Env {
	const keep = ['PATH', 'HOME', 'TMPDIR', 'CI', 'LANG', 'NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS', 'XDG_CACHE_HOME'];
	return {
		...Object.fromEntries(keep.map((name) => [name, process.env[name]])),
		NODE_ENV: 'production',
		NEXT_TELEMETRY_DISABLED: '1',
		NEXT_DIST_DIR: distDir,
	};
}

const HELP = `npm run build    build web and workflows for production; nothing is done when these sources are built`;

await runCommand(async () => {
	const { values, positionals } = parseArgs({ options: { help: { type: 'boolean' } }, allowPositionals: true });
	if (values.help) return console.log(HELP);
	const [name] = positionals;
	if (name !== undefined && !/^[\da-f]{12}$/.test(name)) throw new StackError(HELP);
	const build = name ? buildNamed(name) : buildOfSources();
	await buildOnce(build, async () => {
		const web = path.join(ROOT, build.distDir);
		rmSync(web, { recursive: true, force: true });
		mkdirSync(web, { recursive: true });
		// Next adds the paths of this build's generated types to the configuration it is given: not to ours, then.
		const up = path.relative(build.dir, ROOT);
		writeFileSync(
			path.join(build.dir, 'tsconfig.json'),
			JSON.stringify({
				extends: `${up}/tsconfig.json`,
				compilerOptions: { plugins: [{ name: 'next' }] },
				include: [`${up}/**/*.ts`, `${up}/**/*.tsx`],
				exclude: [`${up}/node_modules`],
			}),
		);
		const { code } = await bundleWorkflowCode({ workflowsPath: path.join(ROOT, 'workflows/index.ts') });
		writeFileSync(build.workflowBundle, code);
		// Not through npx, whose death would leave Next running.
		await run(process.execPath, ['node_modules/next/dist/bin/next', 'build'], {
			env: buildEnv(build.distDir),
			onLine: (line) => console.log(line),
		});
	});
	console.log(`Built into ${path.relative(ROOT, build.dir)}.`);
}, HELP);

import type { Environment, Ports } from './environment';
import { checkPorts, freePorts } from './ports';

/** What each port is for, and the flag of `npm start` that changes it. */
const FLAGS: Record<keyof Ports, [what: string, flag: string]> = {
	web: ['the web app', '--port'],
	postgres: ['Postgres', '--postgres-port'],
	temporal: ['Temporal', '--temporal-port'],
	temporalUi: ['Temporal’s pages', '--temporal-ui-port'],
	smtp: ['the mail catcher', '--smtp-port'],
	outbox: ['the SMS gateway', '--outbox-port'],
};
const NAMES = ['web', 'postgres', 'temporal', 'temporalUi', 'smtp', 'outbox'] as const;

export async function takeFreePorts(): Promise<Ports> {
	const [web = 0, postgres = 0, temporal = 0, smtp = 0, outbox = 0] = await freePorts(5);
	return { web, postgres, temporal, temporalUi: undefined, smtp, outbox };
}

/** @throws StackError that names each port which this stack would use and cannot have. */
export async function checkStackPorts(
	ports: Ports,
	embedded: Environment['embedded'],
	run: { web: 'none' | 'built' | 'dev'; outbox: boolean },
): Promise<void> {
	const used: Record<keyof Ports, boolean> = {
		web: run.web !== 'none',
		postgres: embedded.postgres,
		temporal: embedded.temporal,
		temporalUi: embedded.temporal,
		smtp: embedded.outbox && run.outbox,
		outbox: embedded.outbox && run.outbox,
	};
	await checkPorts(
		NAMES.flatMap((name) => {
			const port = ports[name];
			const [what, flag] = FLAGS[name];
			return used[name] && port !== undefined ? [{ port, what, flag }] : [];
		}),
	);
}

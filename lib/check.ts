import { NODES, nodeType } from '@/nodes';
import { type Graph, type GraphNode, journeySettings } from './graph';
import { issueText, plainWords } from './issue-text';
import type { Linked } from './linked';
import { filterProblems } from './rule-problems';
import type { Locale, Text } from './text';
import { tieProblems } from './tie-problems';

/** Something wrong with a drawn journey. Errors block publishing. */
export type Problem = {
	severity: 'error' | 'warning';
	/** Stable, for tests and links to help. */
	code: string;
	/** The node to show; absent when the journey as a whole is meant. */
	nodeId?: string;
	/** Path in the node's configuration, or in the journey's settings when there is no node. */
	field?: string;
	message: Text;
	/** The message for a screen, where it leads somewhere: its title stands in place of the step's name. */
	linked?: Record<Locale, Linked>;
};

/** Everything that stands between a draft and publishing. Runs in the browser on every change and on the server at publish. */
export function check(graph: Graph): Problem[] {
	return [
		...checkNodes(graph),
		...checkEdges(graph),
		...checkTriggers(graph),
		...checkReach(graph),
		...checkCycles(graph),
		...checkSettings(graph),
	];
}

export function blocks(problems: Problem[]): boolean {
	return problems.some((p) => p.severity === 'error');
}

function checkNodes({ nodes }: Graph): Problem[] {
	const problems: Problem[] = [];
	const seen = new Set<string>();
	for (const node of nodes) {
		if (seen.has(node.id))
			problems.push(
				error('duplicate-node', node.id, {
					en: `Two nodes have the id “${node.id}”.`,
					fr: `Deux étapes ont l’identifiant « ${node.id} ».`,
				}),
			);
		seen.add(node.id);
		const type = nodeType(node.type);
		if (!type) {
			problems.push(
				error('unknown-type', node.id, {
					en: `There is no node type “${node.type}”. Known: ${NODES.map((n) => n.type).join(', ')}.`,
					fr: `Le type d’étape « ${node.type} » n’existe pas. Connus : ${NODES.map((n) => n.type).join(', ')}.`,
				}),
			);
			continue;
		}
		for (const problem of type.problems(node.config)) problems.push({ ...problem, code: 'config', nodeId: node.id });
	}
	return problems;
}

function checkEdges({ nodes, edges }: Graph): Problem[] {
	const problems: Problem[] = [];
	const byId = new Map(nodes.map((n) => [n.id, n]));
	const wired = new Set<string>();
	for (const edge of edges) {
		const from = byId.get(edge.from);
		const to = byId.get(edge.to);
		if (!from || !to) {
			problems.push(
				error('dangling-edge', from?.id ?? to?.id, {
					en: `A connection leads from “${edge.from}” to “${edge.to}”, and one of them is missing.`,
					fr: `Une connexion va de « ${edge.from} » à « ${edge.to} », et l’une des deux étapes manque.`,
				}),
			);
			continue;
		}
		if (!portsOf(from).includes(edge.port))
			problems.push(
				error('unknown-port', from.id, {
					en: `A connection leaves by “${edge.port}”, which this node does not have. Remove it or draw it again.`,
					fr: `Une connexion part de « ${edge.port} », que cette étape n’a pas. Supprimez-la ou retracez-la.`,
				}),
			);
		const key = `${edge.from}\n${edge.port}`;
		if (wired.has(key))
			problems.push(
				error('port-wired-twice', from.id, {
					en: `“${edge.port}” leads to two places. A customer can only be in one: keep one connection.`,
					fr: `« ${edge.port} » mène à deux endroits. Un client n’est qu’à un seul : gardez une connexion.`,
				}),
			);
		wired.add(key);
		if (nodeType(to.type)?.kind === 'trigger')
			problems.push(
				error('edge-into-trigger', to.id, {
					en: 'Nothing can lead into the trigger.',
					fr: 'Rien ne peut mener au déclencheur.',
				}),
			);
	}
	return problems;
}

function checkTriggers(graph: Graph): Problem[] {
	const triggers = graph.nodes.filter(isTrigger);
	const [first, ...more] = triggers;
	if (!first)
		return [
			error('no-trigger', undefined, {
				en: 'Nothing starts this journey. Add “When an event happens”.',
				fr: 'Rien ne démarre ce parcours. Ajoutez « Quand un événement arrive ».',
			}),
		];
	const problems = more.map((extra) =>
		error('several-triggers', extra.id, {
			en: 'A journey has one trigger. Remove this one.',
			fr: 'Un parcours a un seul déclencheur. Supprimez celui-ci.',
		}),
	);
	if (!graph.edges.some((e) => e.from === first.id))
		problems.push(
			error('trigger-leads-nowhere', first.id, {
				en: 'The trigger leads nowhere. Connect it to the first step.',
				fr: 'Le déclencheur ne mène nulle part. Reliez-le à la première étape.',
			}),
		);
	return problems;
}

function checkReach(graph: Graph): Problem[] {
	const reached = new Set(graph.nodes.filter(isTrigger).map((n) => n.id));
	const targets = targetsByNode(graph);
	const open = [...reached];
	for (let id = open.pop(); id !== undefined; id = open.pop())
		for (const to of targets.get(id) ?? [])
			if (!reached.has(to)) {
				reached.add(to);
				open.push(to);
			}
	return graph.nodes
		.filter((n) => !reached.has(n.id) && !isTrigger(n))
		.map((n) =>
			error('unreachable', n.id, {
				en: 'No customer can get here. Connect it, or remove it.',
				fr: 'Aucun client ne peut arriver ici. Reliez-la ou supprimez-la.',
			}),
		);
}

/** A cycle without a wait would spin: depth-first over the nodes that let no time pass. */
function checkCycles(graph: Graph): Problem[] {
	const targets = targetsByNode(graph);
	const instant = new Set(graph.nodes.filter((n) => nodeType(n.type)?.kind !== 'wait').map((n) => n.id));
	const done = new Set<string>();
	const onPath = new Set<string>();
	const problems: Problem[] = [];
	// Iterative: a journey of a thousand steps in a row must not overflow the stack.
	for (const root of instant) {
		const stack: { id: string; rest: string[] }[] = done.has(root)
			? []
			: [{ id: root, rest: [...(targets.get(root) ?? [])] }];
		onPath.add(root);
		for (let top = stack.at(-1); top; top = stack.at(-1)) {
			const to = top.rest.pop();
			if (to === undefined) {
				done.add(top.id);
				onPath.delete(top.id);
				stack.pop();
			} else if (onPath.has(to) && instant.has(to)) {
				problems.push(
					error('cycle-without-wait', to, {
						en: 'This loop never waits: a customer would go round without end. Put a wait into it.',
						fr: 'Cette boucle n’attend jamais : un client tournerait sans fin. Mettez-y une attente.',
					}),
				);
			} else if (instant.has(to) && !done.has(to)) {
				onPath.add(to);
				stack.push({ id: to, rest: [...(targets.get(to) ?? [])] });
			}
		}
		onPath.clear();
	}
	return problems;
}

function checkSettings({ settings }: Graph): Problem[] {
	const parsed = journeySettings.safeParse(settings, { error: plainWords });
	if (!parsed.success)
		return parsed.error.issues.map((issue) => ({
			severity: 'error',
			code: 'settings',
			field: `settings.${issue.path.map(String).join('.')}`,
			message: issueText(issue),
		}));
	const { startsAt, endsAt, exits } = parsed.data;
	const problems = exits
		.flatMap((exit, index) => [...filterProblems(`settings.exits.${index}.where`, exit.where), ...tieProblems(exit)])
		.map((problem): Problem => ({ ...problem, code: 'settings' }));
	if (startsAt && endsAt && Date.parse(startsAt) >= Date.parse(endsAt))
		problems.push({
			severity: 'error',
			code: 'settings',
			field: 'settings.endsAt',
			message: { en: 'The journey ends before it starts.', fr: 'Le parcours se termine avant de commencer.' },
		});
	return problems;
}

function isTrigger(node: GraphNode): boolean {
	return nodeType(node.type)?.kind === 'trigger';
}

export function portsOf(node: GraphNode): string[] {
	return (
		nodeType(node.type)
			?.draw(node.config, 'en')
			.ports.map((p) => p.id) ?? []
	);
}

function targetsByNode({ edges }: Graph): Map<string, string[]> {
	const targets = new Map<string, string[]>();
	for (const { from, to } of edges) targets.set(from, [...(targets.get(from) ?? []), to]);
	return targets;
}

function error(code: string, nodeId: string | undefined, message: Text): Problem {
	return { severity: 'error', code, message, ...(nodeId === undefined ? {} : { nodeId }) };
}

import { z } from 'zod';
import type { AwaitSpec } from '@/lib/await';
import type { Channel } from '@/lib/channel';
import type { WaitSpec } from '@/lib/deadline';
import { type Json, type JsonObject, json } from '@/lib/event';
import { issueText, plainWords } from '@/lib/issue-text';
import type { Names } from '@/lib/names';
import type { Opcode } from '@/lib/program';
import type { EntrySpec } from '@/lib/route';
import type { Locale, Text } from '@/lib/text';
import type { ConfigProblem, NodeDef, PortDef } from './define';

/** A node type as the rest of the product sees it: its configuration's type is closed inside. */
export type RegisteredNode = Pick<
	NodeDef,
	'type' | 'version' | 'kind' | 'icon' | 'label' | 'description' | 'defaults'
> & {
	schema: z.ZodType;
	/** Whole configurations: the defaults, with what the preset says. */
	presets: { id: string; label: Text; config: JsonObject }[];
	/** What blocks publishing or deserves a look: the schema's issues, then the type's own checks. */
	problems: (config: JsonObject) => ConfigProblem[];
	/** How a node that may be half filled in is drawn. Never throws. */
	draw: (config: JsonObject, locale: Locale, names?: Names) => { ports: PortDef[]; summary: string };
	/** What a checked configuration means. @throws ZodError when it was not checked. */
	read: (config: JsonObject) => NodeMeaning;
	upgrade: (config: JsonObject, version: number) => JsonObject;
};

export type NodeMeaning = {
	ports: PortDef[];
	opcode: Opcode | null;
	wait: WaitSpec | null;
	awaits: AwaitSpec | null;
	entry: EntrySpec | null;
	channels: readonly Channel[];
	prepare: (() => Promise<Json>) | null;
};

export function register<C>(def: NodeDef<C>): RegisteredNode {
	// A draft is drawn from whatever is filled in so far; the rest as when the node is dropped on the canvas.
	const halfFilled = z.custom<C>();
	return {
		type: def.type,
		version: def.version,
		kind: def.kind,
		icon: def.icon,
		label: def.label,
		description: def.description,
		defaults: def.defaults,
		schema: def.config,
		presets: (def.presets ?? []).map(({ config, ...preset }) => ({
			...preset,
			// What is left undefined is not there.
			config: { ...def.defaults, ...z.record(z.string(), json).parse(JSON.parse(JSON.stringify(config))) },
		})),
		problems: (config) => {
			const parsed = def.config.safeParse(config, { error: plainWords });
			if (parsed.success) return def.check?.(parsed.data) ?? [];
			return parsed.error.issues.map((issue) => ({
				severity: 'error',
				field: issue.path.map(String).join('.'),
				message: issueText(issue),
			}));
		},
		draw: (config, locale, names = {}) => {
			const parsed = def.config.safeParse(config);
			const seen = parsed.success ? parsed.data : halfFilled.parse({ ...def.defaults, ...config });
			// A sentence about what is not there may come out as no string at all, whatever its type says.
			return {
				ports: attempt(() => def.ports(seen), []),
				summary: attempt(() => def.summary(seen, locale, names), '') ?? '',
			};
		},
		read: (config) => {
			const c = def.config.parse(config);
			return {
				ports: def.ports(c),
				opcode: def.compile(c),
				wait: def.wait?.(c) ?? null,
				awaits: def.awaits?.(c) ?? null,
				entry: def.entry?.(c) ?? null,
				channels: def.channels ?? [],
				prepare: def.prepare ? () => def.prepare?.(c) ?? Promise.resolve(null) : null,
			};
		},
		upgrade: (config, version) => (def.upgrade ?? []).slice(version - 1).reduce((c, step) => step(c), config),
	};
}

function attempt<T>(draw: () => T, otherwise: T): T {
	try {
		return draw();
	} catch {
		return otherwise;
	}
}

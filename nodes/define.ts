import type { z } from 'zod';
import type { AwaitSpec } from '@/lib/await';
import type { Channel } from '@/lib/channel';
import type { Facts, Rule } from '@/lib/condition';
import type { WaitSpec } from '@/lib/deadline';
import type { EventFact, Json, JsonObject } from '@/lib/event';
import type { Instant } from '@/lib/instant';
import type { Ending } from '@/lib/machine';
import type { Names } from '@/lib/names';
import type { Opcode } from '@/lib/program';
import type { Promised } from '@/lib/promise';
import type { EntrySpec } from '@/lib/route';
import type { Locale, Text } from '@/lib/text';
import { type RegisteredNode, register } from './register';

/** Decides the colour on the canvas and the shelf in the palette; in the palette's order. */
export const NODE_KINDS = ['trigger', 'wait', 'decision', 'message', 'store', 'action', 'exit'] as const;
export type NodeKind = (typeof NODE_KINDS)[number];

export type PortDef = {
	/** Stable: edges and reports refer to it. */
	id: string;
	label: Text;
};

/** Something the marketer has to look at. An `error` blocks publishing. `field` is the path in the configuration. */
export type ConfigProblem = { severity: 'error' | 'warning'; field?: string; message: Text };

/** A common configuration by its name: choosing it fills in the form. */
export type Preset = {
	/** kebab-case. */
	id: string;
	label: Text;
	/** What it says in place of the defaults; JSON. */
	config: Record<string, unknown>;
};

/**
 * A node type: one folder in `nodes/`, one line in `nodes/types.ts`.
 *
 * @example
 * export default defineNode({
 *   type: 'send-push', version: 1, kind: 'message', icon: 'bell',
 *   label: { en: 'Send a push', fr: 'Envoyer un push' },
 *   description: { en: 'Notifies the customer’s phone.', fr: 'Notifie le téléphone du client.' },
 *   config: z.object({ title: z.string().min(1).meta({ label: { en: 'Title', fr: 'Titre' } }) }),
 *   defaults: { title: '' },
 *   ports: () => [{ id: 'sent', label: { en: 'Sent', fr: 'Envoyé' } }],
 *   summary: (config, locale) => (locale === 'fr' ? `Push « ${config.title} »` : `Push “${config.title}”`),
 *   compile: () => ({ op: 'act', type: 'send-push' }),
 * });
 */
export type NodeDef<C = JsonObject> = {
	/** The folder's name; kebab-case. Stored in graphs: never rename. */
	type: string;
	/** Of the configuration's shape. Raise it together with a function in `upgrade`. */
	version: number;
	kind: NodeKind;
	/** A lucide icon's name, kebab-case: `mail`, `git-branch`. */
	icon: string;
	label: Text;
	/** One sentence: when would a marketer use this? Shown in the palette and the inspector. */
	description: Text;
	/** The configuration. Its `.meta({ label, help, field, placeholder, advanced })` draws the form. */
	config: z.ZodType<C>;
	/** What a node dropped on the canvas starts with. It need not be valid yet: check says what is missing. */
	defaults: JsonObject;
	/** Offered above the form. */
	presets?: Preset[];
	/** The exits, in the order they are drawn. */
	ports: (config: C) => PortDef[];
	/** The configuration as a sentence on the card: “Wait 3 days, until 09:00”. `names`: what the ids in it are called. */
	summary: (config: C, locale: Locale, names: Names) => string;
	/** Which opcode the node becomes at publish; `null` only for triggers, which run no instruction. */
	compile: (config: C) => Opcode | null;
	/** When a node sleeps: until when. Only for `sleep`. */
	wait?: (config: C) => WaitSpec;
	/** What a node listens to. Only for `await`. */
	awaits?: (config: C) => AwaitSpec;
	/** Which events make a customer enter. Only for triggers. */
	entry?: (config: C) => EntrySpec;
	/** Which channels it hands messages to, through `context.send`. */
	channels?: readonly Channel[];
	/** Checks that the schema alone cannot say (weights add up, a template parses). */
	check?: (config: C) => ConfigProblem[];
	/** Work done once, at publish, and kept with the version (MJML to HTML). Throws UserError with the field to fix. */
	prepare?: (config: C) => Promise<Json>;
	/** `upgrade[0]` turns a version-1 configuration into version 2, and so on; applied when a draft is opened. */
	upgrade?: ((config: JsonObject) => JsonObject)[];
};

/** Keeps the configuration's type through ports, summary and compile; the rest of the product sees `registered`. */
export function defineNode<C>(def: NodeDef<C>): NodeDef<C> & { registered: RegisteredNode } {
	return { ...def, registered: register(def) };
}

/** What happened in a step: the port taken, why (a short code, shown translated or as it is) and its evidence (JSON, kept with the step). */
export type RunResult =
	| {
			port: string;
			why?: string;
			evidence?: JsonObject /** Actual UTC epoch ms of an effect that left more than 15 min late. */;
			leftAt?: number;
	  }
	/** Come back at this instant (UTC epoch ms): the same node, the same visit, all gates again. */
	| { deferUntil: number; why: string; evidence?: JsonObject }
	/** The journey is paused: wait until it is resumed, then the same node, the same visit. */
	| { held: true }
	/** The customer must leave the journey now. */
	| { leave: Leave };
export type Leave = Ending & { clock: Instant };

/** What a message says, ready to go to a channel. Templates are rendered already. */
export type Message =
	| { channel: 'email'; subject: string; html: string; text: string }
	| { channel: 'sms'; body: string };

/** What a node's `run` gets. Every promise rejects with UserError, OperationalError or, for a bug, anything else. */
export type RunContext<C> = {
	config: C;
	/** What `prepare` returned at publish. */
	prepared: Json;
	/** The same for every retry of this step, never for another: hand it to providers as idempotency key. */
	key: string;
	enrollmentId: string;
	journeyId: string;
	nodeId: string;
	visit: number;
	/** The logical time of the step, UTC epoch ms; `now` is the actual one. */
	clock: number;
	now: number;
	/** There will be no other try of this step: what cannot be said now is said to be unknown, or to have failed. */
	lastTry: boolean;
	trigger: EventFact;
	/** Facts for `evaluate`, with all that these rules look at, as known at this step. */
	facts: (...rules: Rule[]) => Promise<Facts>;
	/** Variables for templates: `customer`, `event`, `voucher`, `brand`, `store`. */
	variables: () => Promise<JsonObject>;
	/** Hands a message to the send ledger, which passes all gates, calls the provider once and answers with the port. */
	send: (
		channel: Channel,
		render: (variables: JsonObject) => Promise<Message> | Message,
		how?: {
			/** What the customer must have agreed to, of a marketing message: a purpose of the settings. */
			purpose?: string;
			/** What must still be true when it leaves (lib/promise.ts). */
			promised?: Promised | null;
		},
	) => Promise<RunResult>;
	/** Lets the customer into another live journey, once for this step, by its rules of re-entry. */
	goTo: (journeyId: string) => Promise<Went>;
	/** Issues (or, on a retry, finds) this step's voucher. Null when it is for a store and none can be told. */
	issueVoucher: (offer: VoucherOffer) => Promise<IssuedVoucher | null>;
};

/** `why`: a short code, such as `journey-not-live`, `already-open`, `reentry`. */
export type Went = { gone: true; enrollmentId: string } | { gone: false; why: string };

/** `storeId` null: of no store in particular. */
export type IssuedVoucher = { code: string; url: string; storeId: string | null; expiresAt: number } | NoneLeft;
/** Why an offer has no voucher for her: `offer-to-come`, `offer-over`, `not-at-this-store`, `total-limit`, `customer-limit`, `pool-empty`, `already-used`. */
export type NoneLeft = { noneLeft: string };

export type StoreChoice = { choose: 'home' | 'nearest' } | { choose: 'given'; storeId: string };

export type VoucherOffer = {
	/** Null: a voucher of these words, without limits. `again`: the one of this offer that she was given in this journey before. */
	offer: { offerId: string; again: boolean } | null;
	/** Empty: the offer's words. */
	title: string;
	terms: string;
	/** `leased`: where something is kept for her by this journey; `none`: no store in particular. */
	store: StoreChoice | { choose: 'leased' } | { choose: 'none' };
	/** ISO 8601 duration, from the logical time of the step. */
	validFor: string;
};

/** The effect of a node type: the default export of `nodes/<type>/run.ts`. The worker finds it by the folder's name. */
export type Run<C> = (context: RunContext<C>) => Promise<RunResult>;

/** Ties an effect to its node definition, so that `config` is typed. */
export function defineRun<C>(_node: NodeDef<C>, run: Run<C>): Run<C> {
	return run;
}

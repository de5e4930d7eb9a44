import { z } from 'zod';
import { isCatalogueEvent } from './catalogue-events';
import { conversion, dateReading } from './convert-value';
import { FORBIDDEN_KEYS, whatIsHostile } from './hostile';
import { says } from './issue-text';
import { parsePath } from './payload-path';

const path = z
	.string()
	.trim()
	.max(300)
	.refine(
		(text) => parsePath(text) !== null,
		says(
			'write a path such as customer.email or lines[0].sku',
			'écrivez un chemin tel que customer.email ou lines[0].sku',
		),
	);
/** Empty: there is none. */
const mayBePath = z.literal('').or(path);

/** Where a value comes from; a text that is written here is the same for every payload. */
const plainValue = z.discriminatedUnion('from', [
	z.object({ from: z.literal('path'), path, convert: conversion }),
	z.object({ from: z.literal('constant'), value: z.union([z.string().max(500), z.number()]) }),
]);
export type PlainValue = z.infer<typeof plainValue>;

const property = z
	.string()
	.trim()
	.max(100)
	.regex(
		/^[\p{L}\p{N}_$@-]+( [\p{L}\p{N}_$@-]+)*(\.[\p{L}\p{N}_$@-]+)*$/u,
		says('name the property of our event', 'nommez la propriété de notre événement'),
	)
	.refine(
		(name) => !name.split('.').some((key) => FORBIDDEN_KEYS.includes(key)),
		says('choose another name', 'choisissez un autre nom'),
	);

/** `required`: without it there is no event, and the payload is kept to be looked at. */
const lineField = z.object({ to: property, required: z.boolean(), value: plainValue });
export type LineField = z.infer<typeof lineField>;

const field = z.object({
	to: property,
	required: z.boolean(),
	value: z.discriminatedUnion('from', [
		...plainValue.options,
		/** A list of ours, such as `products`: an object for each line there. */
		z.object({ from: z.literal('lines'), path, fields: distinct(lineField, 40) }),
	]),
});
export type Field = z.infer<typeof field>;

function distinct<S extends typeof lineField | z.ZodType<{ to: string }>>(schema: S, max: number) {
	return z
		.array(schema)
		.max(max)
		.superRefine((fields, context) => {
			for (const [n, { to }] of fields.entries())
				if (fields.some((other, m) => m < n && (other.to === to || to.startsWith(`${other.to}.`))))
					context.addIssue({
						code: 'custom',
						path: [n, 'to'],
						message: says('this property is filled above already', 'cette propriété est déjà remplie plus haut'),
					});
		});
}

/** What must hold of a payload, or of a line. Values are compared as texts. */
const condition = z.object({
	path,
	is: z.enum(['present', 'absent', 'equal', 'other']),
	value: z.string().max(200),
});
export type MappingCondition = z.infer<typeof condition>;

export const IDENTITIES = ['userId', 'email', 'phone', 'loyaltyCard', 'anonymousId'] as const;

const rule = z.object({
	/** Never changes: with it a payload that is mapped again gives the same events, not new ones. */
	id: z.string().regex(/^[a-z0-9-]{1,20}$/),
	/** All must hold; none: always. */
	when: z.array(condition).max(10),
	/** A list: an event for each of its lines, where paths start. Empty: one for the payload. */
	each: mayBePath,
	/** `nothing`: such payloads are expected, and say nothing to us. */
	becomes: z.discriminatedUnion('type', [
		z.object({
			type: z.literal('track'),
			event: z.string().trim().min(1, says('choose an event', 'choisissez un événement')).max(200),
		}),
		z.object({ type: z.literal('identify') }),
		z.object({ type: z.literal('nothing') }),
	]),
	who: z.object({
		userId: mayBePath,
		email: mayBePath,
		phone: mayBePath,
		loyaltyCard: mayBePath,
		anonymousId: mayBePath,
	}),
	/** What makes it one when it comes twice. Empty: the payload as a whole. */
	messageId: mayBePath,
	/** When it happened. An empty path: when it was received. */
	timestamp: z.object({ path: mayBePath, ...dateReading.shape }),
	/** The event's properties, or the customer's traits. */
	fields: distinct(field, 60),
});
export type MappingRule = z.infer<typeof rule>;

/**
 * How a source's own payloads become events. All rules that apply do: one receipt may give several events. It is data and
 * calls nothing; its lists within lists may be much to read, which is bounded (lib/reading-budget.ts), so that whoever
 * writes it cannot keep us busy.
 */
export const mapping = z
	.object({
		rules: z
			.array(rule)
			.max(20)
			.refine(
				(rules) => new Set(rules.map(({ id }) => id)).size === rules.length,
				says('two rules have the same id', 'deux règles ont le même identifiant'),
			),
	})
	.refine(
		(written) => whatIsHostile(written) === null,
		says('a text has a character that cannot be kept', 'un texte contient un caractère impossible à enregistrer'),
	);
export type Mapping = z.infer<typeof mapping>;

/**
 * Whether a payload that is kept and sent again can put an old stock or price back: nothing in it says that it is the
 * same, or how old it is. Shopify's and WooCommerce's signatures do not either.
 */
export function mayBeUndone({ becomes, messageId, timestamp }: MappingRule): boolean {
	return (
		becomes.type === 'track' && isCatalogueEvent(becomes.event.trim()) && messageId === '' && timestamp.path === ''
	);
}

export const NOBODY: MappingRule['who'] = { userId: '', email: '', phone: '', loyaltyCard: '', anonymousId: '' };

/** What a source is called: its events say so. */
export const sourceName = z
	.string()
	.trim()
	.min(1)
	.max(60)
	.refine((name) => !/\p{Cc}/u.test(name), says('leave out what cannot be printed', 'retirez ce qui ne s’imprime pas'));

/** A secret that the sender has given; empty: we make one. */
export const sourceSecret = z
	.literal('')
	.transform(() => null)
	.or(
		z
			.string()
			.trim()
			.regex(
				/^[\x21-\x7e]{16,200}$/,
				says(
					'a secret has at least 16 characters, and no spaces',
					'un secret compte au moins 16 caractères, sans espace',
				),
			),
	);

import { z } from 'zod';
import { type Json, json } from '@/lib/event';
import { type Text, text } from '@/lib/text';

/** What a schema's `.meta()` may say to the form. */
const meta = z.looseObject({
	label: text.optional(),
	help: text.optional(),
	placeholder: text.optional(),
	/** A special control instead of the plain one. */
	field: z.string().optional(),
	/** Labels of an enum's values. */
	options: z.record(z.string(), text).optional(),
	/** What one item of a list is called. */
	itemLabel: text.optional(),
	/** Behind “More options”. */
	advanced: z.boolean().optional(),
	hidden: z.boolean().optional(),
	/** What a rule may look at. */
	subjects: z.array(z.enum(['event', 'customer', 'trigger'])).optional(),
});
export type FieldMeta = z.infer<typeof meta>;

type Shape =
	| { kind: 'text' | 'number' | 'boolean' | 'special' }
	| { kind: 'enum'; values: string[] }
	| { kind: 'object'; fields: FormField[] }
	| { kind: 'list'; item: FormField }
	| { kind: 'union'; discriminator: string; variants: { value: string; field: FormField }[] };

/** One control of a form, derived from a zod schema. `name` is its key in the object around it ('' in a list). */
export type FormField = Shape & {
	name: string;
	meta: FieldMeta;
	optional: boolean;
	/** What the schema takes it for where it is not said. */
	initial?: Json;
};

/** Turns a schema into the form that fills it in. @throws Error on a schema that no control exists for: a node definition's mistake, found by its test. */
export function formOf(schema: z.ZodType, name = ''): FormField {
	const { inner, said, optional, initial } = unwrap(schema);
	const base = { name, meta: said, optional, ...(initial === undefined ? {} : { initial }) };
	if (said.field !== undefined) return { ...base, kind: 'special' };
	if (inner instanceof z.ZodObject)
		return {
			...base,
			kind: 'object',
			fields: Object.entries(inner.shape).map(([key, child]) => formOf(z.custom<z.ZodType>().parse(child), key)),
		};
	if (inner instanceof z.ZodArray)
		return { ...base, kind: 'list', item: formOf(z.custom<z.ZodType>().parse(inner.element)) };
	if (inner instanceof z.ZodDiscriminatedUnion) {
		const { discriminator } = inner.def;
		const variants = inner.options.map((option) => {
			const field = formOf(z.custom<z.ZodType>().parse(option));
			return { value: literalAt(option, discriminator), field };
		});
		return { ...base, kind: 'union', discriminator, variants };
	}
	if (inner instanceof z.ZodEnum) return { ...base, kind: 'enum', values: inner.options.map(String) };
	if (inner instanceof z.ZodNumber) return { ...base, kind: 'number' };
	if (inner instanceof z.ZodBoolean) return { ...base, kind: 'boolean' };
	if (inner instanceof z.ZodString || inner instanceof z.ZodStringFormat) return { ...base, kind: 'text' };
	if (inner instanceof z.ZodLiteral) return { ...base, kind: 'special', meta: { ...said, hidden: true } };
	throw new Error(`no control for ${name}: give its schema a .meta({ field })`);
}

/** Peels what only says “may be missing”; what is said outside wins over what is said inside. */
function unwrap(schema: z.ZodType): {
	inner: z.ZodType;
	said: FieldMeta;
	optional: boolean;
	initial: Json | undefined;
} {
	let inner = schema;
	let said: FieldMeta = metaOf(schema);
	let optional = false;
	let initial: Json | undefined;
	while (
		inner instanceof z.ZodOptional ||
		inner instanceof z.ZodDefault ||
		inner instanceof z.ZodPrefault ||
		inner instanceof z.ZodNullable
	) {
		if (inner instanceof z.ZodOptional || inner instanceof z.ZodNullable) optional = true;
		if (inner instanceof z.ZodDefault) initial ??= json.parse(inner.def.defaultValue);
		inner = z.custom<z.ZodType>().parse(inner.unwrap());
		said = { ...metaOf(inner), ...said };
	}
	return { inner, said, optional, initial };
}

function metaOf(schema: z.ZodType): FieldMeta {
	return meta.parse(schema.meta() ?? {});
}

function literalAt(option: unknown, key: string): string {
	const literal = option instanceof z.ZodObject ? option.shape[key] : undefined;
	if (literal instanceof z.ZodLiteral) return String(literal.value);
	throw new Error(`a variant has no ${key}`);
}

/** A value that a new item or variant starts with: it need not be valid, only of the right shape. */
export function emptyValue(field: FormField): z.infer<ReturnType<typeof z.json>> {
	if (field.initial !== undefined) return field.initial;
	switch (field.kind) {
		case 'object':
			return Object.fromEntries(field.fields.filter((f) => !f.optional).map((f) => [f.name, emptyValue(f)]));
		case 'list':
			return [];
		case 'union': {
			const [first] = field.variants;
			return first ? variantValue(field.discriminator, first) : null;
		}
		case 'number':
			return 0;
		case 'boolean':
			return false;
		case 'enum':
			return field.values[0] ?? '';
		case 'text':
			return '';
		case 'special':
			return SPECIAL_EMPTY[field.meta.field ?? ''] ?? '';
	}
}

export function variantValue(
	discriminator: string,
	variant: { value: string; field: FormField },
): z.infer<ReturnType<typeof z.json>> {
	const rest = emptyValue(variant.field);
	return {
		...(typeof rest === 'object' && rest !== null && !Array.isArray(rest) ? rest : {}),
		[discriminator]: variant.value,
	};
}

const SPECIAL_EMPTY: Record<string, z.infer<ReturnType<typeof z.json>>> = {
	duration: 'P1D',
	offset: 'P1D',
	time: '09:00',
	weekdays: [],
	products: [],
	percent: 0,
	rule: { type: 'all', rules: [] },
	correlation: { property: '', equalsTrigger: '' },
};

/** Labels fall back to the key, so that a developer's first node has a usable form. */
export function labelOf(field: FormField): Text {
	return (
		field.meta.label ?? (field.name.charAt(0).toUpperCase() + field.name.slice(1).replace(/([A-Z_-])/g, ' $1')).trim()
	);
}

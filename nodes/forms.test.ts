import { expect, test } from 'vitest';
import { type FormField, formOf } from '@/components/inspector/form-model';
import { NODES } from '.';

/** Every field that a form shows, with its path; groups without a name (an item, a variant) are looked into. */
function fieldsOf(field: FormField, path = ''): { path: string; field: FormField }[] {
	if (field.meta.hidden) return [];
	const shown = field.name === '' ? [] : [{ path, field }];
	const inside = (child: FormField) => fieldsOf(child, [path, child.name].filter(Boolean).join('.'));
	switch (field.kind) {
		case 'object':
			return [...shown, ...field.fields.flatMap(inside)];
		case 'list':
			return [...shown, ...inside(field.item)];
		case 'union':
			return [...shown, ...field.variants.flatMap(({ field: variant }) => inside(variant))];
		default:
			return shown;
	}
}

const fields = NODES.flatMap(({ type, schema }) =>
	fieldsOf(formOf(schema)).map(({ path, field }) => [`${type}.${path}`, field.meta] as const),
);

test('the forms of all node types have fields', () => {
	expect(fields.length).toBeGreaterThan(20);
});

test.each(fields)('%s is labelled in English and in French', (_path, { label, help, placeholder, itemLabel }) => {
	expect(label).toBeDefined();
	for (const words of [label, help, placeholder, itemLabel])
		if (words !== undefined) expect(words).toEqual({ en: expect.any(String), fr: expect.any(String) });
});

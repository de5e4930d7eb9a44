import { z } from 'zod';
import { graphNode, journeyFile } from '@/lib/graph';
import { say, text } from '@/lib/text';
import { NODES } from '.';

/** What only the forms of the editor need. */
const OF_FORMS = ['field', 'placeholder', 'itemLabel', 'options', 'subjects', 'advanced', 'hidden'];

/**
 * The format of journeys as files, as JSON Schema (draft 2020-12): the configuration of every node type included, so
 * that a text editor completes and checks it. Sentences of the forms become titles and descriptions.
 */
export function journeySchema(): Record<string, unknown> {
	const nodes = NODES.map(({ type, label, description, schema }) =>
		graphNode
			.extend({ type: z.literal(type), config: schema })
			.meta({ title: say(label, 'en'), description: say(description, 'en') }),
	);
	const file = journeyFile.extend({ nodes: z.array(z.union(nodes)).max(1000) });
	return z.toJSONSchema(file, {
		io: 'input',
		override: ({ jsonSchema }) => {
			const { label, help } = z.object({ label: text.optional(), help: text.optional() }).parse(jsonSchema);
			for (const name of ['label', 'help', ...OF_FORMS]) delete jsonSchema[name];
			if (label) jsonSchema.title = say(label, 'en');
			if (help) jsonSchema.description = say(help, 'en');
		},
	});
}

/** A message with variables as a person would say it: “{{ customer.first_name }}, hello” is “[first name], hello”. */
export function withoutTemplate(text: string): string {
	return text
		.replace(/{%-?\s*else\b.*?{%-?\s*endif\s*-?%}/gs, '')
		.replace(/{%.*?%}/gs, '')
		.replace(/{{\s*([\w.]+).*?}}/gs, (_all, path: string) => `[${path.split('.').at(-1)?.replaceAll('_', ' ')}]`);
}

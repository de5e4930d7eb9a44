import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A page of this folder with its generated part as it must be today: the page itself is the snapshot. */
export function page(name: string, generated: string): { path: string; text: string } {
	const path = fileURLToPath(new URL(name, import.meta.url));
	const text = readFileSync(path, 'utf8');
	const parts = /(<!-- generated [^\n]*-->\n)[\s\S]*(<!-- end -->)/;
	if (!parts.test(text)) throw new Error(`docs/${name} has no generated part`);
	return { path, text: text.replace(parts, (_all, start: string, end: string) => `${start}\n${generated}\n\n${end}`) };
}

export function table(head: string[], rows: string[][]): string {
	const line = (cells: string[]) => `| ${cells.map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |`;
	return [line(head), `|${head.map(() => '---|').join('')}`, ...rows.map(line)].join('\n');
}

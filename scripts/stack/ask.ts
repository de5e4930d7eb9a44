import { createInterface } from 'node:readline';

/** Asks a person, one line at a time; what is piped in is taken line by line, too. */
export function openQuestions(
	input: NodeJS.ReadableStream = process.stdin,
	output: NodeJS.WritableStream = process.stdout,
) {
	const terminal = createInterface({ input, output });
	const lines = terminal[Symbol.asyncIterator]();
	return {
		/** Undefined: nobody is there to answer (the input has ended, Ctrl-C). */
		async ask(question: string): Promise<string | undefined> {
			terminal.setPrompt(question);
			terminal.prompt();
			const { value, done } = await lines.next();
			if (done) output.write('\n');
			return done ? undefined : value.trim();
		},
		close: () => terminal.close(),
	};
}

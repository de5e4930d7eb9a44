import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { StackError } from '../stack/errors';
import { reasonOf } from '../stack/named';

export type Target = { url: string; key: string; history: boolean };
export type Refusal = { index: number; field: string; message: string };

const accepted = z.object({
	success: z.literal(true),
	errors: z.array(z.object({ index: z.number().int(), field: z.string(), message: z.string() })).optional(),
});
const refused = z.object({ error: z.object({ message: z.string(), field: z.string().optional() }) });

type Options = {
	signal?: AbortSignal;
	/** Called before each wait, with what is the matter. */
	onTrouble?: (trouble: string) => void;
	pause?: (ms: number) => Promise<unknown>;
};

/** How often a batch is tried while the installation is away or busy, and how long at most between two tries. */
const TRIES = 30;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Sends one batch and answers which of its calls were refused. Waits while the installation is away or says that it is
 * too much; repeating is harmless, since every call has its message id.
 * @throws StackError when the key is refused, or nobody answers for minutes
 */
export async function sendBatch(
	{ url, key, history }: Target,
	batch: unknown[],
	options: Options = {},
): Promise<Refusal[]> {
	const { signal, onTrouble } = options;
	// Whoever stops it does not wait for the end of a pause.
	const { pause = (ms) => sleep(ms, undefined, signal ? { signal } : {}).catch(() => {}) } = options;
	let trouble = '';
	for (let tried = 0; tried < TRIES && !signal?.aborted; tried++) {
		const answer = await post(`${url}/v1/batch`, key, history, batch);
		if ('trouble' in answer) {
			({ trouble } = answer);
			onTrouble?.(trouble);
			await pause(answer.retryAfterMs ?? Math.min(LONGEST_PAUSE_MS, 250 * 2 ** tried));
			continue;
		}
		const { status, body } = answer;
		if (status === 401 || status === 403)
			throw new StackError(
				`${url} refuses the key${history ? '; --history needs the secret key' : ''}. Say which with --key.`,
			);
		const ok = accepted.safeParse(body);
		if (status === 200 && ok.success) return ok.data.errors ?? [];
		if (status !== 400 && status !== 413) throw new StackError(`${url}/v1/batch answered ${status}. Is it a Parcours?`);
		// A batch refused as a whole: find out which of its calls it was.
		if (batch.length > 1) return halves({ url, key, history }, batch, options);
		const said = refused.safeParse(body);
		return [
			{
				index: 0,
				field: (said.success && said.data.error.field) || 'body',
				message: said.success ? said.data.error.message : `refused with ${status}`,
			},
		];
	}
	throw new StackError(
		`${url} does not take events (${trouble || 'interrupted'}). Run the same command again to go on.`,
	);
}

async function halves(target: Target, batch: unknown[], options: Options): Promise<Refusal[]> {
	const middle = Math.ceil(batch.length / 2);
	const first = await sendBatch(target, batch.slice(0, middle), options);
	const second = await sendBatch(target, batch.slice(middle), options);
	return [...first, ...second.map((refusal) => ({ ...refusal, index: refusal.index + middle }))];
}

type Answer = { status: number; body: unknown } | { trouble: string; retryAfterMs?: number };

async function post(url: string, key: string, history: boolean, batch: unknown[]): Promise<Answer> {
	try {
		const response = await fetch(url, {
			method: 'POST',
			headers: {
				authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}`,
				'content-type': 'application/json',
				...(history ? { 'x-parcours-import': 'history' } : {}),
			},
			body: JSON.stringify({ batch }),
		});
		const text = await response.text();
		if (response.status === 429 || response.status >= 500) {
			const seconds = Number(response.headers.get('retry-after'));
			return { trouble: `it answered ${response.status}`, ...(seconds > 0 ? { retryAfterMs: seconds * 1000 } : {}) };
		}
		return { status: response.status, body: json(text) };
	} catch (error) {
		return { trouble: reasonOf(error) };
	}
}

function json(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}

import type { Delivered } from '@/channels/deliver';

export const CALL_TIMEOUT_MS = 0;

/** What a fake channel was asked to deliver: the keys, in order. */
export const deliverables: { key: string; to: string }[] = [];
/** What the fake answers next; accepts when there is nothing here. */
export const answers: Delivered[] = [];

export async function deliver(_message: unknown, options: { key: string; to: string }): Promise<Delivered> {
	deliverables.push({ key: options.key, to: options.to });
	return answers.shift() ?? { outcome: 'accepted', providerId: `fake-${deliverables.length}` };
}

/** What it says when it is asked about a call that was cut off; `the-truth`: whether it was asked to deliver that. */
export const asked: { answer: 'accepted' | 'not-received' | 'cannot-ask' | 'the-truth' } = { answer: 'cannot-ask' };

export async function ask(_channel: unknown, key: string): Promise<'accepted' | 'not-received' | 'cannot-ask'> {
	if (asked.answer !== 'the-truth') return asked.answer;
	return deliverables.some((delivered) => delivered.key === key) ? 'accepted' : 'not-received';
}

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

export const asked: { answer: 'accepted' | 'not-received' | 'cannot-ask' } = { answer: 'cannot-ask' };

export async function ask(): Promise<'accepted' | 'not-received' | 'cannot-ask'> {
	return asked.answer;
}

import { say, type Text } from './text';

/**
 * Bad configuration, address or input: trying again cannot help. `field` names what to fix. What a marketer may meet is
 * said in every language: pages show hers, the API and logs the English one, which is the `message`.
 */
export class UserError extends Error {
	override name = 'UserError';
	constructor(
		readonly words: Text,
		readonly field?: string,
	) {
		super(say(words, 'en'));
	}
}

/** Something outside is down or busy: worth trying again, a bounded number of times. Any other error is a bug. */
export class OperationalError extends Error {
	override name = 'OperationalError';
	readonly #said: string;
	/** `said`: the other side's own words, which may name a customer. */
	constructor(message: string, { said = message, ...options }: ErrorOptions & { said?: string } = {}) {
		super(message, options);
		this.#said = said;
	}
	/** For ops, on a page. Logs and Temporal get the message only: this is nowhere in what is written of an error. */
	get said(): string {
		return this.#said;
	}
}

/** What was asked for is not there (HTTP 404). */
export class NotFoundError extends UserError {
	override name = 'NotFoundError';
}

/** Somebody else was first, or the state it is in does not allow it (HTTP 409). */
export class ConflictError extends UserError {
	override name = 'ConflictError';
}

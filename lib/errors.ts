/** Bad configuration, address or input: trying again cannot help. `field` names what to fix. */
export class UserError extends Error {
	constructor(
		message: string,
		readonly field?: string,
	) {
		super(message);
		this.name = 'UserError';
	}
}

/** Something outside is down or busy: worth trying again, a bounded number of times. Any other error is a bug. */
export class OperationalError extends Error {
	constructor(message: string, options?: ErrorOptions) {
		super(message, options);
		this.name = 'OperationalError';
	}
}

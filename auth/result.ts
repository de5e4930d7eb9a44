/** Why an action was not done. `internal` is a bug of ours: its `id` is in the log. */
export type ActionErrorCode =
	| 'signed-out'
	| 'forbidden'
	| 'invalid'
	| 'refused'
	| 'not-found'
	| 'conflict'
	| 'busy'
	| 'internal';

export type ActionError = {
	code: ActionErrorCode;
	/** A sentence to show. */
	message: string;
	/** Path of the input to put right, such as `quietHours.sms.from`. */
	field?: string;
	/** To find an `internal` error in the log. */
	id?: string;
};

/** What every server action answers; it never throws at the page. */
export type ActionResult<T> = { ok: true; value: T } | { ok: false; error: ActionError };

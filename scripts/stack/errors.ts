/** Something a person can put right: shown without a stack trace. */
export class StackError extends Error {
	override name = 'StackError';
}

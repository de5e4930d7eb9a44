import { unstable_rethrow } from 'next/navigation';
import { getLocale } from 'next-intl/server';
import type { z } from 'zod';
import { explain, parseInput, refusal } from './failure';
import { can, type Permission } from './permissions';
import type { ActionResult } from './result';
import { currentMember, type Member } from './session';

type ActionOptions<S extends z.ZodType> = {
	/** `null`: any member, for what is her own (her name, her password). */
	permission: Permission | null;
	input: S;
};

/**
 * A server action: who calls is looked up, what she may do is checked, what she sent is parsed, and only then `run` is
 * called. A `UserError` thrown in it becomes its message; anything else is logged under an id and answered in general
 * words. `redirect()` and `notFound()` work as usual.
 *
 * @example
 * export const pauseJourney = action({ permission: 'journey.operate', input: z.object({ id: z.uuid() }) },
 *   async ({ id }, member) => pause(db(), id, member.id));
 */
export function action<S extends z.ZodType, T>(
	options: ActionOptions<S>,
	run: (input: z.output<S>, member: Member) => Promise<T>,
): (input: z.input<S>) => Promise<ActionResult<T>> {
	return async (input) => {
		try {
			const member = await currentMember();
			if (!member) return { ok: false, error: await refusal('signed-out') };
			if (options.permission && !can(member.role, options.permission))
				return { ok: false, error: await refusal('forbidden') };
			const parsed = await parseInput(options.input, input);
			if (!parsed.ok) return parsed;
			return { ok: true, value: await run(parsed.value, member) };
		} catch (error) {
			unstable_rethrow(error);
			return { ok: false, error: await explain(error, `action ${options.permission ?? 'own'}`, await getLocale()) };
		}
	};
}

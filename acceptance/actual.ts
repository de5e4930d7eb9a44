import { and, eq, inArray } from 'drizzle-orm';
import { db } from '@/db/client';
import { enrollments, identities, sends, vouchers } from '@/db/schema';
import type { Expected } from './expected';

type Actual = Omit<Expected, 'households'>;

/** What came of it, as the database says. */
export async function readActual(journeyId: string): Promise<Actual> {
	const orders = await db()
		.select({ id: enrollments.id, order: enrollments.entryKey, user: identities.value })
		.from(enrollments)
		.innerJoin(identities, and(eq(identities.customerId, enrollments.customerId), eq(identities.kind, 'user_id')))
		.where(eq(enrollments.journeyId, journeyId));
	const nameOf = new Map(orders.map(({ id, order, user }) => [id, `${order} ${user}`]));
	const attempts = await db().select().from(sends).where(eq(sends.journeyId, journeyId));
	const issued = await db()
		.select({ enrollmentId: vouchers.enrollmentId })
		.from(vouchers)
		.where(
			inArray(
				vouchers.enrollmentId,
				db().select({ id: enrollments.id }).from(enrollments).where(eq(enrollments.journeyId, journeyId)),
			),
		);
	const name = ({ enrollmentId }: { enrollmentId: string }) => nameOf.get(enrollmentId) ?? enrollmentId;
	const accepted = (channel: string) =>
		attempts.filter((send) => send.channel === channel && send.state === 'accepted').map(name);
	return {
		enrollments: [...nameOf.values()],
		emails: accepted('email'),
		sms: accepted('sms'),
		vouchers: issued.map(name),
		suppressed: attempts
			.filter(({ state }) => state !== 'accepted')
			.map((send) => `${name(send)} ${send.channel} ${send.state === 'suppressed' ? send.reason : send.state}`),
	};
}

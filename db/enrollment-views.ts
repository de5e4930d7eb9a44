import { and, asc, desc, eq, inArray, lt, or, type SQL, sql } from 'drizzle-orm';
import { NotFoundError } from '@/lib/errors';
import { missing } from '@/lib/missing';
import { isUuid } from '@/lib/uuid';
import type { Tx } from './client';
import { addressOf, customerName, customersMatching } from './customer-views';
import { loadProfile } from './profiles';
import {
	customers,
	type EnrollmentStatus,
	enrollments,
	journeys,
	journeyVersions,
	sends,
	steps,
	vouchers,
} from './schema';

export type EnrollmentFilter = {
	journeyId?: string | undefined;
	customerIds?: string[] | undefined;
	/** Part of an address, number, loyalty card or entry key, or a whole id. */
	search?: string | undefined;
	statuses?: EnrollmentStatus[] | undefined;
	nodeId?: string | undefined;
	/** Only those of which a send is of an unknown fate. */
	unknownSends?: boolean | undefined;
	/** The id of the last row of the page before. */
	after?: string | undefined;
};

const PAGE = 50;

/** Newest first, fifty at a time. Ids are in order of time, so the last one says where the next page begins. */
export async function listEnrollments(tx: Tx, filter: EnrollmentFilter) {
	const conditions: (SQL | undefined)[] = [
		filter.journeyId === undefined ? undefined : eq(enrollments.journeyId, filter.journeyId),
		filter.customerIds === undefined ? undefined : inArray(enrollments.customerId, filter.customerIds),
		filter.statuses === undefined || filter.statuses.length === 0
			? undefined
			: inArray(enrollments.status, filter.statuses),
		filter.nodeId === undefined ? undefined : eq(enrollments.nodeId, filter.nodeId),
		filter.unknownSends
			? sql`exists (select 1 from ${sends} where ${sends.enrollmentId} = ${enrollments.id} and ${sends.state} = 'unknown')`
			: undefined,
		filter.after === undefined ? undefined : lt(enrollments.id, filter.after),
		filter.search ? matching(filter.search) : undefined,
	];
	const rows = await tx
		.select({
			id: enrollments.id,
			journeyId: enrollments.journeyId,
			journey: journeys.name,
			customerId: enrollments.customerId,
			name: customerName,
			email: addressOf('email'),
			entryKey: enrollments.entryKey,
			status: enrollments.status,
			parkedFor: enrollments.parkedFor,
			nodeId: enrollments.nodeId,
			wakeAt: enrollments.wakeAt,
			outcome: enrollments.outcome,
			error: enrollments.error,
			enteredAt: enrollments.enteredAt,
			endedAt: enrollments.endedAt,
		})
		.from(enrollments)
		.innerJoin(customers, eq(customers.id, enrollments.customerId))
		.innerJoin(journeys, eq(journeys.id, enrollments.journeyId))
		.where(and(...conditions))
		.orderBy(desc(enrollments.id))
		.limit(PAGE + 1);
	return { rows: rows.slice(0, PAGE), next: rows.length > PAGE ? (rows[PAGE - 1]?.id ?? null) : null };
}

function matching(search: string): SQL | undefined {
	const text = search.trim();
	if (isUuid(text)) return or(eq(enrollments.id, text), eq(enrollments.customerId, text));
	const like = `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
	return or(sql`lower(${enrollments.entryKey}) like ${like}`, customersMatching(text));
}

/** One enrollment's whole path. @throws NotFoundError */
export async function loadEnrollmentView(tx: Tx, id: string) {
	const [row] = isUuid(id)
		? await tx
				.select({ enrollment: enrollments, journey: journeys.name, version: journeyVersions })
				.from(enrollments)
				.innerJoin(journeys, eq(journeys.id, enrollments.journeyId))
				.innerJoin(journeyVersions, eq(journeyVersions.id, enrollments.versionId))
				.where(eq(enrollments.id, id))
		: [];
	if (!row) throw new NotFoundError(missing.enrollment(id));
	const [path, messages, issued, profile] = await Promise.all([
		tx
			.select()
			.from(steps)
			.where(eq(steps.enrollmentId, id))
			.orderBy(asc(steps.enteredAt), asc(steps.leftAt), asc(steps.visit)),
		tx.select().from(sends).where(eq(sends.enrollmentId, id)).orderBy(asc(sends.createdAt)),
		tx.select().from(vouchers).where(eq(vouchers.enrollmentId, id)).orderBy(asc(vouchers.issuedAt)),
		loadProfile(tx, row.enrollment.customerId),
	]);
	return { ...row, path, messages, issued, profile };
}
export type EnrollmentView = Awaited<ReturnType<typeof loadEnrollmentView>>;

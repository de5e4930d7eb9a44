import { route } from '@/auth/route';
import { db } from '@/db/client';
import { exportCustomer } from '@/db/erase';

/** Everything we have about a person, by table: her right to a copy, in a form that machines read (GDPR art. 15 and 20). */
export const GET = route({ secretKey: true }, async ({ caller, params }) => {
	const { id = '' } = params;
	const body = JSON.stringify(await exportCustomer(db(), id, caller.actor), null, 2);
	return new Response(body, {
		headers: {
			'content-type': 'application/json; charset=utf-8',
			'content-disposition': `attachment; filename="customer-${id}.json"`,
			'cache-control': 'no-store',
		},
	});
});

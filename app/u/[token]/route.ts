import { NextResponse } from 'next/server';
import { readUnsubscribeToken } from '@/channels/unsubscribe';
import { db } from '@/db/client';
import { decideByCustomer } from '@/db/unsubscribe';

type Context = { params: Promise<{ token: string }> };

/** Link scanners follow every link of a message: a GET only shows the page where one can decide. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
	const { token } = await params;
	return new NextResponse(null, { status: 303, headers: { location: `/u/${encodeURIComponent(token)}/manage` } });
}

/** RFC 8058: a mail client's one-click unsubscribe. No login, no redirect. */
export async function POST(_request: Request, { params }: Context): Promise<Response> {
	const of = readUnsubscribeToken((await params).token);
	if (!of)
		return NextResponse.json(
			{ error: { code: 'unknown-link', message: 'this link was not made by us' } },
			{ status: 404 },
		);
	await decideByCustomer(db(), {
		customerId: of.customerId,
		channel: of.channel,
		granted: false,
		source: 'one-click',
		id: of.key,
	});
	return NextResponse.json({ success: true });
}

import { NextResponse } from 'next/server';
import { readUnsubscribeToken } from '@/channels/unsubscribe';
import { db } from '@/db/client';
import { decideByCustomer } from '@/db/consents';

type Context = { params: Promise<{ token: string }> };

/** Link scanners follow every link of a message: a GET only shows the page where one can decide. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
	const { token } = await params;
	return new NextResponse(null, { status: 303, headers: { location: `/u/${encodeURIComponent(token)}/manage` } });
}

/**
 * RFC 8058: a mail client's one-click unsubscribe. No login, no redirect. It withdraws what the message was for and
 * nothing else: a consent is given, and withdrawn, by purpose (GDPR art. 7(3), recital 43), and a mail client shows the
 * button beside one message. Everything at once is one button further, where the link in the message leads.
 */
export async function POST(_request: Request, { params }: Context): Promise<Response> {
	const of = readUnsubscribeToken((await params).token);
	if (!of)
		return NextResponse.json(
			{ error: { code: 'unknown-link', message: 'this link was not made by us' } },
			{ status: 404 },
		);
	await decideByCustomer(db(), {
		customerId: of.customerId,
		source: 'one-click',
		id: of.key,
		decided: [{ channel: of.channel, purpose: of.purpose, granted: false }],
	});
	return NextResponse.json({ success: true });
}

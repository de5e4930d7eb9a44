import { useTranslations } from 'next-intl';
import { z } from 'zod';
import { Badge, type BadgeTone } from '@/components/ui/badge';
import { Icon } from '@/components/ui/icon';
import { Time } from '@/components/ui/time';
import type { SendState } from '@/db/schema';
import { GateEvidence } from './gate-evidence';
import { Why } from './why';

const TONE: Record<SendState, BadgeTone> = {
	reserved: 'neutral',
	calling: 'accent',
	accepted: 'success',
	rejected: 'danger',
	unknown: 'warning',
	suppressed: 'neutral',
};

const message = z.discriminatedUnion('channel', [
	z.object({ channel: z.literal('email'), subject: z.string(), html: z.string() }),
	z.object({ channel: z.literal('sms'), body: z.string() }),
]);

type SendCardProps = {
	send: {
		key: string;
		channel: 'email' | 'sms';
		state: SendState;
		reason: string | null;
		evidence: unknown;
		recipient: string | null;
		message: unknown;
		createdAt: Date;
	};
};

/** One send as it went out, or why it did not. */
export function SendCard({ send }: SendCardProps) {
	const t = useTranslations('enrollments');
	const parsed = message.safeParse(send.message);
	return (
		<div className="rounded-lg border border-line bg-surface p-3">
			<div className="flex flex-wrap items-center gap-2">
				<Icon name={send.channel === 'email' ? 'mail' : 'message-square'} className="size-4 text-ink-3" />
				<Badge tone={TONE[send.state]}>{t(`sendState.${send.state}`)}</Badge>
				{send.reason && (
					<span className="wrap-anywhere min-w-0 text-ink-2 text-xs">
						<Why code={send.reason} />
					</span>
				)}
				<span className="ml-auto text-ink-3 text-xs">
					<Time at={send.createdAt} />
				</span>
			</div>
			{send.state === 'suppressed' && <GateEvidence evidence={send.evidence} />}
			{send.recipient && (
				<p className="wrap-anywhere mt-1.5 text-ink-3 text-xs">{t('recipient', { to: send.recipient })}</p>
			)}
			{parsed.success && parsed.data.channel === 'sms' && (
				<p className="wrap-anywhere mt-1.5 text-ink text-sm">{parsed.data.body}</p>
			)}
			{parsed.success && parsed.data.channel === 'email' && (
				<details className="mt-1.5">
					<summary className="wrap-anywhere cursor-pointer font-medium text-ink text-sm">{parsed.data.subject}</summary>
					<iframe
						title={t('show')}
						sandbox=""
						srcDoc={parsed.data.html}
						className="mt-2 h-96 w-full rounded-md border border-line bg-white"
					/>
				</details>
			)}
		</div>
	);
}

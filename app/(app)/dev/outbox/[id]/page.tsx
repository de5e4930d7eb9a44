import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { requireMember } from '@/auth/session';
import { Page } from '@/components/ui/page';
import { PageHeader } from '@/components/ui/page-header';
import { Time } from '@/components/ui/time';
import { config } from '@/config';
import { db } from '@/db/client';
import { loadCaught } from '@/db/outbox';

export default async function CaughtPage({ params }: { params: Promise<{ id: string }> }) {
	await requireMember('customer.view');
	const id = Number((await params).id);
	const message = config().PARCOURS_OUTBOX && Number.isSafeInteger(id) ? await loadCaught(db(), id) : null;
	if (!message) notFound();
	const t = await getTranslations('outbox');
	return (
		<Page width="narrow">
			<PageHeader
				back={{ href: '/dev/outbox', label: t('back') }}
				title={message.subject ?? t('noSubject')}
				description={
					<>
						{t('from')} {message.sender} · {t('to')} {message.recipient} ·{' '}
						<Time at={message.receivedAt} show="absolute" />
					</>
				}
			/>
			{message.html ? (
				// Links may be followed (in a new tab); scripts and our cookies stay out.
				<iframe
					title={t('message')}
					sandbox="allow-popups allow-popups-to-escape-sandbox"
					srcDoc={`<base target="_blank">${message.html}`}
					className="h-[36rem] w-full rounded-lg border border-line bg-white"
				/>
			) : (
				<p className="whitespace-pre-wrap rounded-lg border border-line bg-surface p-4 text-ink">{message.text}</p>
			)}
			{message.headers.length > 0 && (
				<>
					<Part title={t('headers')} open>
						{message.headers.map(([name, value]) => `${name}: ${value}`).join('\n')}
					</Part>
					<Part title={t('text')}>{message.text}</Part>
					<Part title={t('source')}>{message.source}</Part>
				</>
			)}
		</Page>
	);
}

const RAW = 'mt-2 max-h-96 overflow-auto whitespace-pre-wrap break-all font-mono text-ink-2 text-xs';

function Part({ title, open = false, children }: { title: string; open?: boolean; children: string }) {
	return (
		<details open={open} className="mt-4 rounded-lg border border-line bg-surface p-3">
			<summary className="cursor-pointer font-medium text-ink text-sm">{title}</summary>
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable with the keyboard. */}
			<pre tabIndex={0} className={RAW}>
				{children}
			</pre>
		</details>
	);
}

import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { listMembers } from '@/auth/members';
import { requireMember } from '@/auth/session';
import { Avatar } from '@/components/ui/avatar';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { Time } from '@/components/ui/time';
import { db } from '@/db/client';
import { listStores } from '@/db/stores';
import { InviteDialog } from './invite-dialog';
import { MemberControls } from './member-controls';

export async function generateMetadata(): Promise<Metadata> {
	return { title: (await getTranslations('settings'))('members.title') };
}

export default async function MembersPage() {
	const [me, t] = await Promise.all([requireMember('member.manage'), getTranslations('settings.members')]);
	const [members, shops] = await Promise.all([listMembers(db()), listStores(db())]);
	const stores = shops.map(({ id, name }) => ({ value: id, label: name }));
	return (
		<Card title={t('title')} description={t('help')} actions={<InviteDialog stores={stores} />}>
			<ul className="-my-1 divide-y divide-line">
				{members.map((member) => (
					<li key={member.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
						<Avatar name={member.name} />
						<div className="min-w-0 flex-1 basis-48">
							<p className="flex items-center gap-2">
								<span className="truncate font-medium text-ink text-sm">{member.name}</span>
								{member.id === me.id && <Badge>{t('you')}</Badge>}
							</p>
							<p className="truncate text-ink-3 text-xs">{member.email}</p>
							{member.role === 'store' && (
								<p className="truncate text-ink-2 text-xs">
									{member.storeIds.length === 0
										? t('everyStore')
										: member.storeIds.map((id) => shops.find((shop) => shop.id === id)?.name ?? id).join(', ')}
								</p>
							)}
						</div>
						<p className="hidden w-36 text-ink-3 text-xs md:block">
							{member.signedInAt
								? t.rich('signedIn', { time: () => member.signedInAt && <Time at={member.signedInAt} /> })
								: t('notSignedIn')}
						</p>
						<MemberControls member={member} stores={stores} isMe={member.id === me.id} />
					</li>
				))}
			</ul>
		</Card>
	);
}

'use client';

import { Archive, Copy, Ellipsis } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { archive, duplicate } from '@/app/(app)/journeys/actions';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { DropdownMenu, MenuItem } from '@/components/ui/dropdown-menu';
import { IconButton } from '@/components/ui/icon-button';
import { toast } from '@/components/ui/toast';

export function JourneyMenu({ id, name, archivable }: { id: string; name: string; archivable: boolean }) {
	const t = useTranslations('journeys');
	const router = useRouter();
	const [asking, setAsking] = useState(false);
	const copy = async () => {
		const answer = await duplicate({ id, name: t('copyOf', { name }).slice(0, 120) });
		if (answer.ok) router.push(`/journeys/${answer.value.id}/edit`);
		else toast.error(answer.error.message);
	};
	return (
		<>
			<DropdownMenu
				trigger={
					<IconButton label={t('actions', { name })} tooltip={false} size="sm">
						<Ellipsis />
					</IconButton>
				}
			>
				<MenuItem icon={<Copy />} onSelect={() => void copy()}>
					{t('duplicate')}
				</MenuItem>
				<MenuItem icon={<Archive />} disabled={!archivable} onSelect={() => setAsking(true)}>
					{t('archive')}
				</MenuItem>
			</DropdownMenu>
			<ConfirmDialog
				open={asking}
				onOpenChange={setAsking}
				title={t('archiveTitle')}
				description={t('archiveText')}
				confirm={t('archive')}
				onConfirm={async () => {
					const answer = await archive({ id });
					if (!answer.ok) toast.error(answer.error.message);
					router.refresh();
					return answer.ok;
				}}
			/>
		</>
	);
}

'use client';

import { Menu } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { IconButton } from '@/components/ui/icon-button';
import { Sheet } from '@/components/ui/sheet';
import { NavLinks } from './nav-links';

export function MobileNav({ outbox }: { outbox: boolean }) {
	const t = useTranslations('shell');
	const [open, setOpen] = useState(false);
	return (
		<Sheet
			side="left"
			size="sm"
			open={open}
			onOpenChange={setOpen}
			title={t('menu')}
			trigger={
				<IconButton label={t('openMenu')} tooltip={false} size="lg" className="-ml-2">
					<Menu className="size-5" />
				</IconButton>
			}
		>
			<NavLinks outbox={outbox} onFollow={() => setOpen(false)} />
		</Sheet>
	);
}

'use client';

import { Ellipsis, UserMinus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useAction } from '@/components/shell/use-action';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { DropdownMenu, MenuItem } from '@/components/ui/dropdown-menu';
import { IconButton } from '@/components/ui/icon-button';
import { Select } from '@/components/ui/select';
import { toast } from '@/components/ui/toast';
import { remove, setRole } from './actions';
import { type RoleName, useRoleOptions } from './roles';

export function MemberControls({ id, name, role, isMe }: { id: string; name: string; role: RoleName; isMe: boolean }) {
	const t = useTranslations('settings.members');
	const common = useTranslations('common');
	const roles = useRoleOptions();
	const [asking, ask] = useState(false);
	const change = useAction(setRole);
	const leave = useAction(remove);
	return (
		<div className="flex w-full items-center gap-1 pl-12 sm:w-auto sm:pl-0">
			<div className="w-full sm:w-36">
				<Select
					aria-label={t('roleOf', { name })}
					options={roles}
					value={role}
					disabled={change.pending}
					onValueChange={async (next) => {
						if (next !== role && (await change.run({ id, role: next })).done) toast.success(t('roleChanged', { name }));
					}}
				/>
			</div>
			<DropdownMenu
				trigger={
					<IconButton label={`${common('more')}: ${name}`} tooltip={false} disabled={isMe}>
						<Ellipsis />
					</IconButton>
				}
			>
				<MenuItem icon={<UserMinus />} tone="danger" onSelect={() => ask(true)}>
					{t('remove')}
				</MenuItem>
			</DropdownMenu>
			<ConfirmDialog
				open={asking}
				onOpenChange={ask}
				title={t('removeTitle', { name })}
				description={t('removeText')}
				confirm={t('remove')}
				onConfirm={async () => (await leave.run({ id })).done}
			/>
		</div>
	);
}

'use client';

import { Ellipsis, Store, UserMinus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useAction } from '@/components/shell/use-action';
import { Button } from '@/components/ui/button';
import type { ComboboxOption } from '@/components/ui/combobox';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Dialog, DialogClose } from '@/components/ui/dialog';
import { DropdownMenu, MenuItem } from '@/components/ui/dropdown-menu';
import { IconButton } from '@/components/ui/icon-button';
import { Select } from '@/components/ui/select';
import { toast } from '@/components/ui/toast';
import { remove, setRole, setStores } from './actions';
import { type RoleName, useRoleOptions } from './roles';
import { StoresField, type Workplace } from './stores-field';

type Props = {
	member: { id: string; name: string; role: RoleName; storeIds: string[] };
	stores: readonly ComboboxOption[];
	isMe: boolean;
};

export function MemberControls({ member, stores, isMe }: Props) {
	const { id, name, role } = member;
	const t = useTranslations('settings.members');
	const common = useTranslations('common');
	const roles = useRoleOptions();
	const [asking, ask] = useState(false);
	const [choosing, choose] = useState(false);
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
						if (next === role || !(await change.run({ id, role: next })).done) return;
						toast.success(t('roleChanged', { name }));
						if (next === 'store') choose(true);
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
				{role === 'store' && (
					<MenuItem icon={<Store />} onSelect={() => choose(true)}>
						{t('stores')}
					</MenuItem>
				)}
				<MenuItem icon={<UserMinus />} tone="danger" onSelect={() => ask(true)}>
					{t('remove')}
				</MenuItem>
			</DropdownMenu>
			{choosing && <StoresDialog member={member} stores={stores} onClose={() => choose(false)} />}
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

/** In which stores she works. */
function StoresDialog({ member, stores, onClose }: Omit<Props, 'isMe'> & { onClose: () => void }) {
	const t = useTranslations('settings.members');
	const common = useTranslations('common');
	const [storeIds, set] = useState<Workplace>(member.storeIds.length === 0 ? 'every' : member.storeIds);
	const save = useAction(setStores, ['storeIds']);
	return (
		<Dialog
			open
			onOpenChange={(open) => open || onClose()}
			title={t('storesOf', { name: member.name })}
			footer={
				<>
					<DialogClose>
						<Button>{common('cancel')}</Button>
					</DialogClose>
					<Button
						variant="primary"
						pending={save.pending}
						onClick={async () => {
							if (!(await save.run({ id: member.id, storeIds: storeIds ?? [] })).done) return;
							toast.success(common('saved'));
							onClose();
						}}
					>
						{common('save')}
					</Button>
				</>
			}
		>
			<StoresField stores={stores} value={storeIds} onChange={set} error={save.errorAt('storeIds')} />
		</Dialog>
	);
}

'use client';

import { UserPlus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useAction } from '@/components/shell/use-action';
import { Button } from '@/components/ui/button';
import type { ComboboxOption } from '@/components/ui/combobox';
import { Dialog, DialogClose } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { ShownOnce } from '../shown-once';
import { inviteMember } from './actions';
import { type RoleName, useRoleOptions } from './roles';
import { StoresField } from './stores-field';

type NewMember = { name: string; email: string; role: RoleName; storeIds: string[] };

const NOBODY: NewMember = { name: '', email: '', role: 'editor', storeIds: [] };

export function InviteDialog({ stores }: { stores: readonly ComboboxOption[] }) {
	const t = useTranslations('settings.members');
	const common = useTranslations('common');
	const roles = useRoleOptions();
	const [open, setOpen] = useState(false);
	const [member, setMember] = useState(NOBODY);
	const [password, setPassword] = useState<string | null>(null);
	const invite = useAction(inviteMember, ['name', 'email', 'role', 'storeIds']);

	const change = (next: boolean) => {
		setOpen(next);
		if (!next) return;
		setMember(NOBODY);
		setPassword(null);
		invite.clear();
	};
	const submit = async (event: FormEvent) => {
		event.preventDefault();
		const result = await invite.run(member);
		if (result.done) setPassword(result.value.password);
	};

	const trigger = (
		<Button>
			<UserPlus />
			{t('invite')}
		</Button>
	);
	if (password !== null)
		return (
			<Dialog
				open={open}
				onOpenChange={change}
				trigger={trigger}
				title={t('invited', { name: member.name })}
				description={t('invitedText', { email: member.email })}
				dismissible={false}
				footer={
					<DialogClose>
						<Button variant="primary">{t('passedOn')}</Button>
					</DialogClose>
				}
			>
				<ShownOnce label={t('temporaryPassword')} secret={password} />
			</Dialog>
		);
	return (
		<Dialog
			open={open}
			onOpenChange={change}
			trigger={trigger}
			title={t('invite')}
			description={t('inviteText')}
			footer={
				<>
					<DialogClose>
						<Button>{common('cancel')}</Button>
					</DialogClose>
					<Button type="submit" form="invite" variant="primary" pending={invite.pending}>
						{t('invite')}
					</Button>
				</>
			}
		>
			<form id="invite" noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
				<Field label={t('name')} error={invite.errorAt('name')} required>
					<Input
						value={member.name}
						autoComplete="off"
						onChange={(event) => setMember({ ...member, name: event.target.value })}
					/>
				</Field>
				<Field label={t('email')} error={invite.errorAt('email')} required>
					<Input
						type="email"
						value={member.email}
						autoComplete="off"
						onChange={(event) => setMember({ ...member, email: event.target.value })}
					/>
				</Field>
				<Field label={t('role')} help={roles.find(({ value }) => value === member.role)?.help}>
					<Select options={roles} value={member.role} onValueChange={(role) => setMember({ ...member, role })} />
				</Field>
				{member.role === 'store' && (
					<StoresField
						stores={stores}
						value={member.storeIds}
						onChange={(storeIds) => setMember({ ...member, storeIds })}
						error={invite.errorAt('storeIds')}
					/>
				)}
			</form>
		</Dialog>
	);
}

'use client';

import { UserPlus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useAction } from '@/components/shell/use-action';
import { Button } from '@/components/ui/button';
import type { ComboboxOption } from '@/components/ui/combobox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { SecretDialog } from '../secret-dialog';
import { inviteMember } from './actions';
import { type RoleName, useRoleOptions } from './roles';
import { StoresField, type Workplace } from './stores-field';

type NewMember = { name: string; email: string; role: RoleName; storeIds: Workplace };

const NOBODY: NewMember = { name: '', email: '', role: 'editor', storeIds: null };

export function InviteDialog({ stores }: { stores: readonly ComboboxOption[] }) {
	const t = useTranslations('settings.members');
	const roles = useRoleOptions();
	const [member, setMember] = useState(NOBODY);
	const invite = useAction(inviteMember, ['name', 'email', 'role', 'storeIds']);
	return (
		<SecretDialog
			trigger={
				<Button>
					<UserPlus />
					{t('invite')}
				</Button>
			}
			title={t('invite')}
			description={t('inviteText')}
			submit={t('invite')}
			pending={invite.pending}
			onOpen={() => {
				setMember(NOBODY);
				invite.clear();
			}}
			make={async () => {
				const result = await invite.run(member);
				return result.done ? result.value.password : null;
			}}
			made={{
				title: t('invited', { name: member.name }),
				description: t('invitedText', { email: member.email }),
				label: t('temporaryPassword'),
				close: t('passedOn'),
			}}
		>
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
		</SecretDialog>
	);
}

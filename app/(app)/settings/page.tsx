import { redirect } from 'next/navigation';
import { can } from '@/auth/permissions';
import { requireMember } from '@/auth/session';

export default async function SettingsPage() {
	const { role } = await requireMember(null);
	redirect(can(role, 'settings.edit') ? '/settings/general' : '/settings/account');
}

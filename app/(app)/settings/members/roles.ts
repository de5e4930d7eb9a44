'use client';

import { useTranslations } from 'next-intl';

/** From the most to the least; kept in step with the permissions by its type. */
const ORDER = ['owner', 'editor', 'ops', 'viewer', 'store'] as const;
export type RoleName = (typeof ORDER)[number];

export function useRoleOptions() {
	const names = useTranslations('shell.roles');
	const helps = useTranslations('settings.members.roles');
	return ORDER.map((value) => ({ value, label: names(value), help: helps(value) }));
}

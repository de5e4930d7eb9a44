import { ROLES, type Role } from '@/db/auth-schema';

export const PERMISSIONS = [
	'journey.view',
	'customer.view',
	/** The list of the stores. */
	'store.view',
	/** At a store's counter: finds a customer by what she shows, redeems, records visits, settles tasks. */
	'store.work',
	'journey.operate',
	'customer.operate',
	'customer.erase',
	'journey.edit',
	'journey.publish',
	'catalogue.edit',
	/** Writes offers and their codes, decides on redemptions that contradict each other. */
	'offer.edit',
	/** Says what the payloads of the retailer's systems mean. */
	'source.edit',
	'settings.edit',
	'member.manage',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

const STORE = ['store.view', 'store.work'] as const;
const VIEWER = ['journey.view', 'customer.view', 'store.view'] as const;
const OPS = [...VIEWER, 'store.work', 'journey.operate', 'customer.operate'] as const;
const EDITOR = [...OPS, 'journey.edit', 'journey.publish', 'catalogue.edit', 'offer.edit', 'source.edit'] as const;

/** A colleague in a store sees nothing but the counter; from viewer to owner each may do what the one before may. */
const MAY: Record<Role, readonly Permission[]> = {
	store: STORE,
	viewer: VIEWER,
	ops: OPS,
	editor: EDITOR,
	owner: PERMISSIONS,
};

export function isRole(value: unknown): value is Role {
	return ROLES.some((role) => role === value);
}

export function permissionsOf(role: Role): readonly Permission[] {
	return MAY[role];
}

export function can(role: Role, permission: Permission): boolean {
	return permissionsOf(role).includes(permission);
}

/** Whether she looks after the installation: a marketer is told what it means to her, not which part of it to look at. */
export function looksAfter(role: Role): boolean {
	return role === 'ops' || role === 'owner';
}

/** Whether a member may act at a store: a colleague in stores at hers only, or in all of them when none was said. */
export function worksAt({ role, storeIds }: { role: Role; storeIds: readonly string[] }, storeId: string): boolean {
	return role !== 'store' || storeIds.length === 0 || storeIds.includes(storeId);
}

/** The page a member lands on: a colleague in a store at her counter, everybody else at the journeys. */
export function homeOf({ role, storeIds: [first, ...others] }: { role: Role; storeIds: readonly string[] }): string {
	if (can(role, 'journey.view')) return '/journeys';
	return first !== undefined && others.length === 0 ? `/stores/${encodeURIComponent(first)}` : '/stores';
}

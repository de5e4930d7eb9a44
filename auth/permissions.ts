import { ROLES, type Role } from '@/db/auth-schema';

export const PERMISSIONS = [
	'journey.view',
	'customer.view',
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

/** Each role also has what the ones before it have, in the order of `ROLES`. */
const ADDS = {
	viewer: ['journey.view', 'customer.view'],
	ops: ['journey.operate', 'customer.operate', 'store.work'],
	editor: ['journey.edit', 'journey.publish', 'catalogue.edit', 'offer.edit', 'source.edit'],
	owner: ['customer.erase', 'settings.edit', 'member.manage'],
} as const satisfies Record<Role, readonly Permission[]>;

export function isRole(value: unknown): value is Role {
	return ROLES.some((role) => role === value);
}

export function permissionsOf(role: Role): readonly Permission[] {
	return ROLES.slice(0, ROLES.indexOf(role) + 1).flatMap((each) => ADDS[each]);
}

export function can(role: Role, permission: Permission): boolean {
	return permissionsOf(role).includes(permission);
}

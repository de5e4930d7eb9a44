import { describe, expect, it } from 'vitest';
import { ROLES } from '@/db/auth-schema';
import { can, homeOf, isRole, PERMISSIONS, permissionsOf, worksAt } from './permissions';

describe('who may do what', () => {
	it('lets everybody but a colleague in a store look at journeys and customers', () => {
		for (const role of ROLES.filter((each) => each !== 'store')) {
			expect(can(role, 'journey.view')).toBe(true);
			expect(can(role, 'customer.view')).toBe(true);
			expect(can(role, 'store.view')).toBe(true);
		}
	});
	it('lets a viewer do nothing but look', () => {
		expect(permissionsOf('viewer')).toEqual(['journey.view', 'customer.view', 'store.view']);
	});
	it('lets a colleague in a store work at the counter, and nothing else', () => {
		expect(permissionsOf('store')).toEqual(['store.view', 'store.work']);
	});
	it('lets her work in her stores only, and in all of them when none was said', () => {
		const tied = { role: 'store', storeIds: ['lyon'] } as const;
		expect([worksAt(tied, 'lyon'), worksAt(tied, 'paris')]).toEqual([true, false]);
		expect(worksAt({ role: 'store', storeIds: [] }, 'paris')).toBe(true);
		expect(worksAt({ role: 'ops', storeIds: ['lyon'] }, 'paris')).toBe(true);
	});
	it('lets her land at her counter, or choose it when she has several, and everybody else at the journeys', () => {
		expect(homeOf({ role: 'store', storeIds: ['lyon'] })).toBe('/stores/lyon');
		expect(homeOf({ role: 'store', storeIds: ['lyon', 'paris'] })).toBe('/stores');
		expect(homeOf({ role: 'store', storeIds: [] })).toBe('/stores');
		expect(homeOf({ role: 'viewer', storeIds: [] })).toBe('/journeys');
	});
	it('lets ops pause, resume, stop and retry, but not change a journey', () => {
		expect(can('ops', 'journey.operate')).toBe(true);
		expect(can('ops', 'journey.edit')).toBe(false);
		expect(can('ops', 'journey.publish')).toBe(false);
	});
	it('lets an editor draw, publish and operate, but not touch settings or members', () => {
		expect(can('editor', 'journey.edit')).toBe(true);
		expect(can('editor', 'journey.publish')).toBe(true);
		expect(can('editor', 'journey.operate')).toBe(true);
		expect(can('editor', 'catalogue.edit')).toBe(true);
		expect(can('ops', 'catalogue.edit')).toBe(false);
		expect(can('editor', 'offer.edit')).toBe(true);
		expect(can('ops', 'offer.edit')).toBe(false);
		expect(can('editor', 'source.edit')).toBe(true);
		expect(can('ops', 'source.edit')).toBe(false);
		expect(can('editor', 'settings.edit')).toBe(false);
		expect(can('editor', 'member.manage')).toBe(false);
	});
	it('lets an owner do everything', () => {
		expect([...permissionsOf('owner')].sort()).toEqual([...PERMISSIONS].sort());
	});
	it('takes no role it does not know', () => {
		expect(isRole('admin')).toBe(false);
		expect(isRole('owner')).toBe(true);
	});
});

import { describe, expect, it } from 'vitest';
import { ROLES } from '@/db/auth-schema';
import { can, isRole, PERMISSIONS, permissionsOf } from './permissions';

describe('who may do what', () => {
	it('lets everybody look at journeys and customers', () => {
		for (const role of ROLES) {
			expect(can(role, 'journey.view')).toBe(true);
			expect(can(role, 'customer.view')).toBe(true);
		}
	});
	it('lets a viewer do nothing but look', () => {
		expect(permissionsOf('viewer')).toEqual(['journey.view', 'customer.view']);
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

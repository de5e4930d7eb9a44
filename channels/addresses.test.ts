import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reachable } from './addresses';

const open = reachable([]);

describe('a call from here never reaches our own network', () => {
	test.each([
		['this machine', '127.0.0.1'],
		['this machine, by another of its names', '127.8.8.8'],
		['any address of this machine', '0.0.0.0'],
		['an office network', '192.168.1.10'],
		['a data centre’s network', '10.0.0.1'],
		['the middle of the private range', '172.31.255.255'],
		['a carrier’s network', '100.64.0.1'],
		['the cloud’s metadata', '169.254.169.254'],
		['everybody around', '255.255.255.255'],
		['a group', '224.0.0.1'],
		['this machine in IPv6', '::1'],
		['no address in IPv6', '::'],
		['this machine as a mapped address', '::ffff:127.0.0.1'],
		['an office network as a mapped address', '::ffff:c0a8:010a'],
		['a private network in IPv6', 'fd12:3456::1'],
		['AWS’ metadata in IPv6', 'fd00:ec2::254'],
		['a link’s own', 'fe80::1'],
		['a link’s own with its interface', 'fe80::1%eth0'],
		['a private network behind NAT64', '64:ff9b::a00:1'],
		['a private network behind 6to4', '2002:a00:1::1'],
		['a private network behind Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
		['no address at all', 'localhost'],
	])('%s (%s)', (_what, address) => {
		expect(open(address, true)).toBe(false);
	});

	test('whatever the last numbers of a private address are', () => {
		fc.assert(
			fc.property(
				fc.constantFrom('10', '127', '192.168', '172.20', '169.254'),
				fc.array(fc.nat(255)),
				(start, rest) => {
					const numbers = [...start.split('.'), ...rest.map(String), '0', '0', '0'].slice(0, 4);
					expect(open(numbers.join('.'), true)).toBe(false);
					expect(open(`::ffff:${numbers.join('.')}`, true)).toBe(false);
				},
			),
		);
	});
});

test('a call reaches the public internet, encrypted only', () => {
	for (const address of ['93.184.216.34', '8.8.8.8', '172.32.0.1', '2606:4700::1111', '2a00:1450:4007::200e']) {
		expect(open(address, true)).toBe(true);
		expect(open(address, false)).toBe(false);
	}
});

test('a call reaches the networks that this installation allows, and nothing beside them', () => {
	const may = reachable(['10.20.0.0/16', 'fd12::/16', '127.0.0.1/32']);
	for (const address of ['10.20.3.4', 'fd12::7', '127.0.0.1']) expect(may(address, false)).toBe(true);
	for (const address of ['10.21.0.1', 'fd13::7', '127.0.0.2', '::ffff:10.20.3.4'])
		expect(may(address, true)).toBe(false);
});

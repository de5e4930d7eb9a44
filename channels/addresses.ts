import { BlockList, isIP } from 'node:net';

/**
 * IPv4 that is not the public internet: IANA's registry of special-purpose addresses (RFC 6890, iana.org/assignments/
 * iana-ipv4-special-registry), multicast and the reserved rest. The clouds' metadata services are in 169.254.0.0/16.
 */
const SPECIAL_V4 = [
	...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
	...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
	...['224.0.0.0/4', '240.0.0.0/4'],
];

/**
 * IPv6 is public in 2000::/3 only, so all around it is not: loopback, unique local (fc00::/7), link-local, IPv4-mapped
 * (::ffff:0:0/96), NAT64. Within it: what carries an IPv4 address (6to4, Teredo) and what is for documentation
 * (iana-ipv6-special-registry).
 */
const SPECIAL_V6 = ['::/3', '4000::/2', '8000::/1', '2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

/** Each family on its own: Node's list takes `::/3` to hold all of IPv4, as mapped addresses. */
const SPECIAL = { v4: listOf(SPECIAL_V4), v6: listOf(SPECIAL_V6) };

function listOf(networks: readonly string[]): BlockList {
	const list = new BlockList();
	for (const network of networks) {
		const [address = '', bits = ''] = network.split('/');
		list.addSubnet(address, Number(bits), isIP(address) === 6 ? 'ipv6' : 'ipv4');
	}
	return list;
}

/**
 * Which addresses a call may be connected to: public ones when it is encrypted, and the networks that this installation
 * allows (`HTTP_ALLOW_NETWORKS`, such as `10.20.0.0/16`) whether it is or not.
 */
export function reachable(allowed: readonly string[]): (address: string, encrypted: boolean) => boolean {
	const own = {
		v4: listOf(allowed.filter((network) => !network.includes(':'))),
		v6: listOf(allowed.filter((network) => network.includes(':'))),
	};
	return (address, encrypted) => {
		switch (isIP(address)) {
			case 4:
				return own.v4.check(address, 'ipv4') || (encrypted && !SPECIAL.v4.check(address, 'ipv4'));
			case 6: {
				const plain = address.replace(/%.*$/, '');
				return own.v6.check(plain, 'ipv6') || (encrypted && !SPECIAL.v6.check(plain, 'ipv6'));
			}
			default:
				return false;
		}
	};
}

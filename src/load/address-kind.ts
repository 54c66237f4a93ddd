// What an address is, whatever name led to it: load may go to some without a further word, and to others not.
import {BlockList, isIP} from 'node:net';

/** `special`: link-local and others that no service has; clouds keep their machines' secrets there. */
export type AddressKind = 'loopback' | 'private' | 'special' | 'public';

const ranges: readonly (readonly [AddressKind, readonly (readonly [network: string, prefix: number])[]])[] = [
	['loopback', [['127.0.0.0', 8]]],
	[
		'private',
		[
			['10.0.0.0', 8],
			['172.16.0.0', 12],
			['192.168.0.0', 16],
			['fc00::', 7],
		],
	],
	[
		'special',
		[
			['0.0.0.0', 8],
			['169.254.0.0', 16],
			['224.0.0.0', 3],
			['fe80::', 10],
			['ff00::', 8],
		],
	],
];

const lists = ranges.map(([kind, networks]) => {
	const list = new BlockList();
	for (const [network, prefix] of networks) list.addSubnet(network, prefix, family(network));
	if (kind === 'loopback') list.addAddress('::1', 'ipv6');
	if (kind === 'special') list.addAddress('::', 'ipv6');
	return [kind, list] as const;
});

export function addressKind(address: string): AddressKind {
	// An IPv4 address may be written as one of IPv6, and leads to the same place: BlockList knows that.
	return lists.find(([, list]) => list.check(address, family(address)))?.[0] ?? 'public';
}

function family(address: string): 'ipv4' | 'ipv6' {
	return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}

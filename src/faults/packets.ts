// Which packets a network fault means, in the words of its options and in nft's.

export const packetKinds = ['syn', 'data', 'all'] as const;
export type PacketKind = (typeof packetKinds)[number];

/**
 * `syn`: the first packet of a connection, so that established ones go on. `data`: those that end a write, so that connections are
 * established and then fail. `all`: every packet, of whatever protocol.
 */
export const packetMatches: Readonly<Record<PacketKind, string>> = {
	syn: 'tcp flags & (syn | ack) == syn',
	data: 'tcp flags & (psh | rst) == psh',
	all: '',
};

/** Parts of a match, those that say nothing left out. */
export function matchOf(...parts: readonly string[]): string {
	return parts.filter((part) => part !== '').join(' ');
}

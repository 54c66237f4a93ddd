// Reads what the kernel prints of TCP sockets in /proc/net/tcp and /proc/net/tcp6.

/** One line of such a table. */
export interface SocketLine {
	/** In the kernel's own hexadecimal, as it is compared with others. */
	readonly local: string;
	readonly localPort: number;
	readonly remote: string;
	readonly remotePort: number;
	readonly isListening: boolean;
	/** Either end is the loopback device. */
	readonly isLoopback: boolean;
}

export function socketLines(printed: string): readonly SocketLine[] {
	return printed.split('\n').flatMap((line) => {
		const [, local = '', remote = '', state = ''] = line.trim().split(/\s+/);
		const [localAddress = '', localPort = ''] = local.split(':');
		const [remoteAddress = '', remotePort = ''] = remote.split(':');
		// The heading has words there.
		if (!/^[\dA-F]{8}(?:[\dA-F]{24})?$/.test(localAddress)) return [];
		return [
			{
				local: localAddress,
				localPort: Number.parseInt(localPort, 16),
				remote: remoteAddress,
				remotePort: Number.parseInt(remotePort, 16),
				isListening: state === '0A',
				isLoopback: isLoopback(localAddress) || isLoopback(remoteAddress),
			},
		];
	});
}

/** The last 32 bits are in the order of the host: 127 comes last. An IPv4 address may be written as one of IPv6. */
function isLoopback(address: string): boolean {
	return (
		(address.endsWith('7F') && (address.length === 8 || address.startsWith('0000000000000000FFFF0000'))) ||
		address === '00000000000000000000000001000000'
	);
}

/** Whether an address of such a table is this one of IPv4. Both as numbers of the host that has its bytes in the order of most: the last one first. */
export function isAddress(hexadecimal: string, address: string): boolean {
	const own = address
		.split('.')
		.map((byte) => Number(byte).toString(16).toUpperCase().padStart(2, '0'))
		.toReversed()
		.join('');
	return hexadecimal === own || hexadecimal === `0000000000000000FFFF0000${own}`;
}

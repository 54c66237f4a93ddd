/** What listens at such an address is reached from its own machine, or its own container, only. */
export function isLoopback(address: string): boolean {
	return address.startsWith('127.') || address === '::1';
}

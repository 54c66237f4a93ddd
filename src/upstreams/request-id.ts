// Reads the request id from its header, or from the query string where a gateway dropped the header.

/** Null where there is none, or where it is no whole number. */
export function requestIdOf(header: string | undefined, target: string): number | null {
	const text = header ?? /[?&]gq=([^&#]*)/.exec(target)?.[1];
	return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

export const healthPath = '/healthz';

export function isHealthCheck(target: string): boolean {
	return target === healthPath || target.startsWith(`${healthPath}?`);
}

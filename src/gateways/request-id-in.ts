// The load generator's number of a request, which stands in its query string and so in every gateway's logs.

/** From a URL, or from a line with one in it; null where there is none. */
export function requestIdIn(text: string): number | null {
	const id = /[?&]gq=(\d+)/.exec(text)?.[1];
	return id === undefined ? null : Number(id);
}

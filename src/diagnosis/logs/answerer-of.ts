// Who made an answer, as far as the status of the upstream tells. nginx writes 502 and 504 there for its own failures too, so these say
// nothing; any other status that is the same on both sides came from the upstream.

export function answererOf(status: number, upstreamStatus: string | undefined): 'gateway' | 'upstream' | null {
	if (upstreamStatus === undefined || !/^\d{3}$/.test(upstreamStatus)) {
		return null;
	}

	if (Number(upstreamStatus) !== status) {
		return 'gateway';
	}

	return status === 502 || status === 504 ? null : 'upstream';
}

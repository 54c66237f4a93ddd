// An access log in the format that web servers have by default, `common` or `combined`, which says nothing of upstreams. Good to one second.
import type {AccessEvent} from '../timeline/timeline.ts';
import type {LogClock} from './gateway.ts';
import {requestIdIn} from './request-id-in.ts';

export function readCommonAccess(line: string, clock: LogClock): AccessEvent | null {
	const match = commonLine.exec(line);
	if (match === null) {
		return null;
	}

	const [, day, month, year, hour, minute, second, zone, request = '', status] = match;
	return {
		kind: 'access',
		atMs: clock.fromWallMs(Date.parse(`${day} ${month} ${year} ${hour}:${minute}:${second} ${zone}`) + 500),
		uncertaintyMs: 500,
		requestId: requestIdIn(request),
		status: Number(status),
		upstreamAddresses: [],
		upstreamStatuses: [],
		durationMs: null,
		worker: null,
	};
}

const commonLine = /^\S+ - \S+ \[(\d+)\/(\w+)\/(\d+):(\d+):(\d+):(\d+) ([+-]\d{4})\] "([^"]*)" (\d{3}) /;

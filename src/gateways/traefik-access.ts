// A line of Traefik's access log: JSON as the rendered config has it, or the common format, which is its default.
import {jsonLine} from './json-line.ts';
import {requestIdIn} from './request-id-in.ts';

export interface TraefikAccess {
	readonly raw: string;
	readonly requestId: number | null;
	readonly endMs: number;
	readonly uncertaintyMs: number;
	readonly durationMs: number;
	readonly status: number;
	/** Length of the body that the service gave, or that Traefik made for it; null where the line does not say. */
	readonly bytes: number | null;
	/** Last server that it turned to, as the config names it. */
	readonly upstream: string | null;
}

export function readTraefikAccess(line: string): readonly TraefikAccess[] {
	return line.startsWith('{') ? readJson(line) : readCommon(line);
}

function readJson(line: string): readonly TraefikAccess[] {
	// Traefik's access log.
	const fields = line.includes('"DownstreamStatus":') ? jsonLine(line) : null;
	if (fields === null) {
		return [];
	}

	const durationMs = Number(fields['Duration']) / 1e6;
	const {ServiceAddr: address, OriginContentSize: bytes} = fields;
	return [
		{
			raw: line,
			requestId: requestIdIn(String(fields['RequestPath'])),
			endMs: startMs(String(fields['StartUTC'])) + durationMs,
			uncertaintyMs: 1,
			durationMs,
			status: Number(fields['DownstreamStatus']),
			bytes: typeof bytes === 'number' ? bytes : null,
			upstream: typeof address === 'string' && address !== '' ? address : null,
		},
	];
}

/** Nanoseconds are more than Date.parse reads. */
function startMs(text: string): number {
	return Date.parse(text.replace(/\.\d+/, '')) + Number(/\.\d+/.exec(text)?.[0] ?? 0) * 1000;
}

const commonLine = /^\S+ - \S+ \[(\d+)\/(\w+)\/(\d+):(\d+:\d+:\d+) ([+-]\d{4})\] "\S+ (\S*) [^"]*" (\d{3}|-) (\d+|-) .* "([^"]*)" (\d+)ms$/;

function readCommon(line: string): readonly TraefikAccess[] {
	const match = commonLine.exec(line);
	if (match === null) {
		return [];
	}

	const [, day, month, year, time, zone, path = '', status, bytes, url = '', duration] = match;
	return [
		{
			raw: line,
			requestId: requestIdIn(path),
			// The line names the second of the start.
			endMs: Date.parse(`${day} ${month} ${year} ${time} ${zone}`) + 500 + Number(duration),
			uncertaintyMs: 500,
			durationMs: Number(duration),
			status: Number(status),
			bytes: bytes === '-' ? null : Number(bytes),
			upstream: /^https?:\/\/([^/]+)/.exec(url)?.[1] ?? null,
		},
	];
}

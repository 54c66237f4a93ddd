// Caddy's log, one JSON object a line: requests that were answered, attempts at upstreams, errors, and its own life. Everything goes to
// its standard error, where a user's own config logs too unless it says otherwise.
import type {AccessEvent, GatewayLogEvent} from '../timeline/timeline.ts';
import {caddyBodyCause, caddyCause} from './caddy-causes.ts';
import type {LogClock} from './gateway.ts';
import {jsonLine} from './json-line.ts';

export function readCaddyLogs(files: ReadonlyMap<string, string>, clock: LogClock): readonly (AccessEvent | GatewayLogEvent)[] {
	const attempts = new Map<number, Attempt[]>();
	return [...files.values()].flatMap((text) =>
		text.split('\n').flatMap((raw): readonly (AccessEvent | GatewayLogEvent)[] => {
			const line = readLine(raw);
			if (line === null) {
				return [];
			}

			const instant = {atMs: clock.fromWallMs(line.wallMs), uncertaintyMs: 1};
			if (line.logger.startsWith('http.log.access')) {
				return [{...accessEvent(line, attempts), ...instant}];
			}

			if (line.message === 'upstream roundtrip' && line.requestId !== null) {
				const known = attempts.get(line.requestId) ?? [];
				attempts.set(line.requestId, [...known, {upstream: line.upstream ?? '', status: line.status}]);
			}

			const event = logEvent(line);
			return event === null ? [] : [{...event, ...instant}];
		}),
	);
}

/** One round trip to an upstream; without a status where none came. */
interface Attempt {
	readonly upstream: string;
	readonly status: number | null;
}

interface Line {
	readonly raw: string;
	readonly wallMs: number;
	readonly level: string;
	readonly logger: string;
	readonly message: string;
	readonly error: string | null;
	readonly requestId: number | null;
	readonly upstream: string | null;
	readonly status: number | null;
	readonly durationMs: number | null;
	/** An upstream's answer: Caddy puts its name under `Via` of those, and under `Server` of its own. */
	readonly isPassedOn: boolean;
}

function readLine(raw: string): Line | null {
	const fields = jsonLine(raw);
	if (fields === null) {
		return null;
	}

	const seconds = fields['ts'];
	if (typeof seconds !== 'number') {
		return null;
	}

	const {uri}: {uri?: unknown} = Object(fields['request']);
	const {Via: via}: {Via?: unknown} = Object(fields['resp_headers']);
	const duration = fields['duration'];
	return {
		raw,
		wallMs: seconds * 1000,
		level: textOf(fields['level']) ?? '',
		logger: textOf(fields['logger']) ?? '',
		message: textOf(fields['msg']) ?? '',
		error: textOf(fields['error']),
		requestId: requestIdOf(textOf(uri) ?? ''),
		upstream: textOf(fields['upstream']),
		status: typeof fields['status'] === 'number' ? fields['status'] : null,
		durationMs: typeof duration === 'number' ? Math.round(duration * 1000) : null,
		isPassedOn: Array.isArray(via) && /\bCaddy$/.test(String(via.at(-1))),
	};
}

function textOf(value: unknown): string | null {
	return typeof value === 'string' ? value : null;
}

function requestIdOf(uri: string): number | null {
	const id = /[?&]gq=(\d+)(?:&|$)/.exec(uri)?.[1];
	return id === undefined ? null : Number(id);
}

function accessEvent(
	{requestId, status, durationMs, isPassedOn}: Line,
	attempts: ReadonlyMap<number, readonly Attempt[]>,
): Omit<AccessEvent, 'atMs' | 'uncertaintyMs'> {
	const known = requestId === null ? [] : (attempts.get(requestId) ?? []);
	// At the level that Caddy logs at by default it says nothing of its attempts.
	const tried = known.length === 0 && isPassedOn ? [{upstream: 'unknown', status}] : known;
	return {
		kind: 'access',
		requestId,
		status: status ?? 0,
		upstreamAddresses: tried.map(({upstream}) => upstream),
		upstreamStatuses: tried.map((attempt) => attempt.status),
		durationMs,
		worker: null,
	};
}

/** Null for lines that tell of nothing: a round trip that went well, what it does at the start. */
function logEvent(line: Line): Omit<GatewayLogEvent, 'atMs' | 'uncertaintyMs'> | null {
	const {raw, level, message, requestId, upstream} = line;
	const lifecycle = message === 'load complete' ? 'reloaded' : null;
	if (level === 'debug' && line.error === null) {
		return null;
	}

	return {
		kind: 'gateway-log',
		level,
		raw,
		requestId,
		cause: causeOf(line),
		upstreamAddress: upstream,
		...(lifecycle === null ? {} : {lifecycle}),
	};
}

/** The log of errors carries the error as its message. */
function causeOf({logger, message, error, requestId}: Line): GatewayLogEvent['cause'] {
	if (logger.startsWith('http.log.error')) {
		return caddyCause(message);
	}

	if (error === null || requestId === null) {
		return null;
	}

	return message === 'aborting with incomplete response' ? caddyBodyCause(error) : caddyCause(error);
}

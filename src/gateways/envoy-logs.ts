// Envoy's logs as events. Why a request failed stands in its access log alone: ours (JSON, a line for each request and one for each
// try of it) or the default format of a user's own config. What Envoy says of itself is only read for reloads.
import type {AccessEvent, GatewayLogEvent} from '../timeline/timeline.ts';
import {envoyCause} from './envoy-causes.ts';
import type {EnvoyWords} from './envoy-causes.ts';
import type {LogClock} from './gateway.ts';
import {jsonLine} from './json-line.ts';
import {requestIdIn} from './request-id-in.ts';

export function readEnvoyLogs(files: ReadonlyMap<string, string>, clock: LogClock): readonly (AccessEvent | GatewayLogEvent)[] {
	const tries = Map.groupBy(linesOf(files.get('attempts.log') ?? '').flatMap(readJson), ({requestId}) => requestId);
	return [...files].flatMap(([name, text]): readonly (AccessEvent | GatewayLogEvent)[] => {
		switch (name) {
			case 'attempts.log':
				return [];
			case 'envoy.log':
				return readLife(text, clock);
			case 'outliers.log':
				return linesOf(text).flatMap((line) => readOutlier(line, clock));
			default:
				return linesOf(text).flatMap((line) => [...readJson(line), ...readDefault(line)].flatMap((read) => eventsOf(read, tries, clock)));
		}
	});
}

interface AccessLine extends EnvoyWords {
	readonly raw: string;
	readonly requestId: number | null;
	readonly startMs: number;
	readonly durationMs: number;
	readonly upstream: string | null;
}

function linesOf(text: string): readonly string[] {
	return text.split('\n');
}

function readJson(line: string): readonly AccessLine[] {
	// The shape is the json_format of envoy-config.ts.
	const fields = line.includes('"flags":') ? jsonLine(line) : null;
	if (fields === null) {
		return [];
	}

	const transport = textOf(fields['transport']) ?? '';
	return [
		{
			raw: line,
			requestId: requestIdIn(String(fields['path'])),
			startMs: Number(fields['t']) * 1000,
			durationMs: Number(fields['ms'] ?? 0),
			status: Number(fields['status'] ?? 0),
			flags: String(fields['flags']),
			// The line of a try has no details; a connection that failed without a word of the transport ran into its time-out.
			details: textOf(fields['details']) ?? (transport === '' ? 'connection_timeout' : ''),
			transport,
			upstream: textOf(fields['upstream']),
		},
	];
}

const defaultLine = /^\[(\d{4}-\d\d-\d\dT[\d:.]+Z)\] "\S+ (\S*) [^"]*" (\d+) (\S+) (?:(\S+) \S+ "([^"]*)" )?\d+ \d+ (\d+) .*"([^"]*)"$/;

/** `[start] "GET /?gq=1 HTTP/1.1" 503 UF [details termination "transport"] received sent duration ... "upstream host"`. */
function readDefault(line: string): readonly AccessLine[] {
	const match = defaultLine.exec(line.trimEnd());
	if (match === null) {
		return [];
	}

	const [, start = '', path = '', status, flags = '', details = '', transport = '', duration, upstream] = match;
	return [
		{
			raw: line,
			requestId: requestIdIn(path),
			startMs: Date.parse(start),
			durationMs: Number(duration),
			status: Number(status),
			flags,
			details,
			transport,
			upstream: textOf(upstream),
		},
	];
}

function textOf(value: unknown): string | null {
	return typeof value === 'string' && value !== '-' && value !== '' ? value : null;
}

/** What became of a request, and why each of its tries failed that did; the last try is the request's own line. */
function eventsOf(
	line: AccessLine,
	triesByRequest: ReadonlyMap<number | null, readonly AccessLine[]>,
	clock: LogClock,
): readonly (AccessEvent | GatewayLogEvent)[] {
	const known = line.requestId === null ? [] : (triesByRequest.get(line.requestId) ?? []);
	const tries = known.length > 0 ? known : line.upstream === null ? [] : [line];
	const access: AccessEvent = {
		kind: 'access',
		...instantOf(line, clock),
		requestId: line.requestId,
		status: line.status,
		upstreamAddresses: tries.map(({upstream}) => upstream ?? '-'),
		// The line of a try has the upstream's own status, or 0; that of a request also what Envoy made where there is a flag.
		upstreamStatuses: tries.map((each) => (each.status === 0 || (each === line && line.flags !== '-') ? null : each.status)),
		durationMs: line.durationMs,
		worker: null,
	};
	return [...tries.slice(0, -1).flatMap((earlier) => failureOf(earlier, clock)), ...failureOf(line, clock), access];
}

function failureOf(line: AccessLine, clock: LogClock): readonly GatewayLogEvent[] {
	if (line.flags === '-') {
		return [];
	}

	return [
		{
			kind: 'gateway-log',
			...instantOf(line, clock),
			level: 'error',
			raw: line.raw,
			requestId: line.requestId,
			cause: envoyCause(line),
			upstreamAddress: line.upstream,
		},
	];
}

/** The end of a request; both numbers are cut to the millisecond. */
function instantOf({startMs, durationMs}: AccessLine, clock: LogClock): {readonly atMs: number; readonly uncertaintyMs: number} {
	return {atMs: clock.fromWallMs(startMs + durationMs), uncertaintyMs: 2};
}

const ownLine = /^\[(\d{4}-\d\d-\d\d) ([\d:.]+)\]\[\d+\]\[(\w+)\](.*)$/;

/** Clusters that it takes over once it serves; those before are its start. */
function readLife(text: string, clock: LogClock): readonly GatewayLogEvent[] {
	let serves = false;
	return linesOf(text).flatMap((line) => {
		const [, day, time, level = '', words = ''] = ownLine.exec(line) ?? [];
		if (day === undefined) {
			return [];
		}

		const isReload = serves && /cds: added\/updated [1-9]\d* cluster/.test(words);
		serves ||= words.includes('starting workers');
		// A container that was started again writes to the same file.
		serves &&= !words.includes('initializing cds');
		return [
			{
				kind: 'gateway-log',
				atMs: clock.fromWallMs(Date.parse(`${day}T${time}Z`)),
				uncertaintyMs: 1,
				level,
				raw: line,
				requestId: null,
				cause: null,
				upstreamAddress: null,
				...(isReload ? {lifecycle: 'reloaded'} : {}),
			} satisfies GatewayLogEvent,
		];
	});
}

/** `{"timestamp":"...","action":"EJECT","upstream_url":"172.18.0.3:8080",...}`. */
function readOutlier(line: string, clock: LogClock): readonly GatewayLogEvent[] {
	const at = /"timestamp":"([^"]+)"/.exec(line)?.[1];
	if (at === undefined) {
		return [];
	}

	return [
		{
			kind: 'gateway-log',
			atMs: clock.fromWallMs(Date.parse(at)),
			uncertaintyMs: 1,
			level: 'warning',
			raw: line,
			requestId: null,
			cause: null,
			upstreamAddress: /"upstream_url":"([^"]+)"/.exec(line)?.[1] ?? null,
			...(line.includes('"action":"EJECT"') ? {lifecycle: 'upstream-disabled'} : {}),
		} satisfies GatewayLogEvent,
	];
}

// httpd's access and error logs as events. Lines about a connection attempt name no request; each thread serves one request at a time,
// so such a line belongs to the request that the same thread names next.
import type {AccessEvent, GatewayLogEvent} from '../timeline/timeline.ts';
import {readCommonAccess} from './common-access.ts';
import type {LogClock} from './gateway.ts';
import {httpdCause, httpdEcho, httpdLifecycle} from './httpd-causes.ts';
import {jsonLine} from './json-line.ts';

export function readHttpdLogs(files: ReadonlyMap<string, string>, clock: LogClock): readonly (AccessEvent | GatewayLogEvent)[] {
	return [...files.values()].flatMap((text) => {
		const lines = text.split('\n');
		return [...lines.flatMap((line) => readAccess(line, clock) ?? readCommonAccess(line, clock) ?? []), ...readErrors(lines, clock)];
	});
}

function readAccess(line: string, clock: LogClock): AccessEvent | null {
	// The shape is the CustomLog of httpd-config.ts.
	const fields = line.startsWith('{"us":') ? jsonLine(line) : null;
	if (fields === null) {
		return null;
	}

	const upstream = String(fields['upstream']);
	return {
		kind: 'access',
		atMs: clock.fromWallMs(Number(fields['us']) / 1000),
		uncertaintyMs: 1,
		requestId: numberOf(fields['gq']),
		status: Number(fields['status']),
		// Of several attempts, the last.
		upstreamAddresses: upstream === '-' ? [] : [upstream.replace(/^\w+:\/\//, '')],
		upstreamStatuses: upstream === '-' ? [] : [numberOf(String(fields['upstream_status']).slice(0, 3))],
		durationMs: Math.round(Number(fields['us_taken']) / 1000),
		worker: Number(fields['worker']),
	};
}

function numberOf(value: unknown): number | null {
	return /^\d+$/.test(String(value)) ? Number(value) : null;
}

interface ErrorLine {
	readonly wallMs: number;
	readonly level: string;
	readonly threadName: string;
	/** `-` where the line names none; the format that httpd has by default never does. */
	readonly id: string;
	/** From its AH code or its errno on. */
	readonly text: string;
}

const ownErrorLine = /^\[([\d-]+) ([\d:.]+)\] \[[^\]:]*:(\w+)\] \[(pid \d+:tid \d+)\] \[gq (\d+|-)\] (.*)$/;
/** `[Sat Nov 21 20:00:00.123456 2026] [proxy:error] [pid 8:tid 9] (111)Connection refused: [client 172.18.0.4:50000] AH00957: …` */
const defaultErrorLine = /^\[\w{3} (\w{3} +\d+) ([\d:]+)(\.\d+) (\d{4})\] \[[^\]:]*:(\w+)\] \[(pid \d+(?::tid \d+)?)\] (.*)$/;

function readErrorLine(line: string): ErrorLine | null {
	const own = ownErrorLine.exec(line);
	if (own !== null) {
		const [, date, time, level = '', threadName = '', id = '-', text = ''] = own;
		return {wallMs: Date.parse(`${date}T${time}Z`), level, threadName, id, text};
	}

	const given = defaultErrorLine.exec(line);
	if (given === null) {
		return null;
	}

	const [, day, time, fraction, year, level = '', threadName = '', text = ''] = given;
	// Local time of a container, which is UTC.
	const wallMs = Date.parse(`${day} ${year} ${time} UTC`) + Number(fraction) * 1000;
	return {wallMs, level, threadName, id: '-', text: text.replace(/\[(?:client|remote) [^\]]*\] /, '')};
}

function readErrors(lines: readonly string[], clock: LogClock): readonly GatewayLogEvent[] {
	const events: GatewayLogEvent[] = [];
	/** By thread: places in `events` of lines that await their request, its last request, and whether a line on that or the next one named a cause. */
	const threads = new Map<string, {pending: number[]; requestId: number | null; named: boolean}>();
	for (const line of lines) {
		const found = readErrorLine(line);
		if (found === null) {
			continue;
		}

		const {wallMs, level, threadName, id, text} = found;
		const thread = threads.get(threadName) ?? {pending: [], requestId: null, named: false};
		threads.set(threadName, thread);
		const requestId = numberOf(id);
		const named = thread.named && (requestId === null || thread.requestId === null || thread.requestId === requestId);
		const cause = httpdCause(text) ?? (named ? null : httpdEcho(text));
		const lifecycle = httpdLifecycle(text);
		events.push({
			kind: 'gateway-log',
			atMs: clock.fromWallMs(wallMs),
			uncertaintyMs: 1,
			level,
			raw: line,
			requestId,
			cause,
			upstreamAddress: /(?:attempt to connect to|from remote server) (\S+:\d+)/.exec(text)?.[1] ?? null,
			...(lifecycle === null ? {} : {lifecycle}),
		});
		if (requestId === null) {
			thread.pending.push(events.length - 1);
		} else {
			for (const place of thread.pending) {
				const event = events[place];
				if (event !== undefined) events[place] = {...event, requestId};
			}

			thread.pending = [];
		}

		// What tells of a member's state stands between the line that names the cause and its echo.
		thread.named = cause !== null || named;
		// What is said without a request is about the next one.
		thread.requestId = requestId ?? (cause === null ? thread.requestId : null);
	}

	return events;
}

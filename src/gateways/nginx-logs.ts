// nginx's access and error logs as events. The access log is ours (JSON) or the default `combined` of a user's own config;
// an error line is good to one second, an access line to a millisecond.
import type {AccessEvent, GatewayLogEvent} from '../timeline/timeline.ts';
import {readCommonAccess} from './common-access.ts';
import type {LogClock} from './gateway.ts';
import {jsonLine} from './json-line.ts';
import {nginxCause, nginxLifecycle} from './nginx-causes.ts';
import {requestIdIn} from './request-id-in.ts';

export function readNginxLogs(files: ReadonlyMap<string, string>, clock: LogClock): readonly (AccessEvent | GatewayLogEvent)[] {
	return [...files.values()].flatMap((text) =>
		text.split('\n').flatMap((line) => {
			const event = readJsonAccess(line, clock) ?? readError(line, clock) ?? readCommonAccess(line, clock);
			return event === null ? [] : [event];
		}),
	);
}

function readJsonAccess(line: string, clock: LogClock): AccessEvent | null {
	// The shape is the log_format of nginx-config.ts.
	const fields = line.startsWith('{"t":') ? jsonLine(line) : null;
	if (fields === null) {
		return null;
	}

	// nginx gives an attempt that failed the status that it makes of it. Only one whose headers came has a time of them.
	const headerTimes = perAttempt(fields['header_seconds']);
	return {
		kind: 'access',
		atMs: clock.fromWallMs(Number(fields['t']) * 1000),
		// $msec is cached, and cut to the millisecond.
		uncertaintyMs: 2,
		requestId: requestIdOf(String(fields['gq'])),
		status: Number(fields['status']),
		upstreamAddresses: perAttempt(fields['addresses']),
		upstreamStatuses: perAttempt(fields['statuses']).map((status, attempt) =>
			/^\d+$/.test(status) && /^\d/.test(headerTimes[attempt] ?? '') ? Number(status) : null,
		),
		durationMs: Math.round(Number(fields['seconds']) * 1000),
		worker: Number(fields['worker']),
	};
}

/** `a, b : c` lists one value an attempt; a colon stands between server groups. Colons in addresses have no blanks around them. */
function perAttempt(value: unknown): readonly string[] {
	const text = String(value);
	return text === '' || text === '-' ? [] : text.split(/, | : /);
}

function requestIdOf(text: string): number | null {
	return /^\d+$/.test(text) ? Number(text) : null;
}

const errorLine = /^(\d{4})\/(\d\d)\/(\d\d) (\d\d):(\d\d):(\d\d) \[(\w+)\] (?:\d+#\d+: )?(.*)$/;

function readError(line: string, clock: LogClock): GatewayLogEvent | null {
	const match = errorLine.exec(line);
	if (match === null) {
		return null;
	}

	const [, year, month, day, hour, minute, second, level = '', text = ''] = match;
	const lifecycle = nginxLifecycle(text);
	return {
		kind: 'gateway-log',
		// The line names a whole second; the middle of it is at most half a second off.
		atMs: clock.fromWallMs(Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) + 500),
		uncertaintyMs: 500,
		level,
		raw: line,
		requestId: requestIdIn(text),
		cause: nginxCause(text),
		upstreamAddress: /upstream: "[a-z]+:\/\/(unix:[^:"]+|[^/"]+)/.exec(text)?.[1] ?? null,
		...(lifecycle === null ? {} : {lifecycle}),
	};
}

// Traefik's logs as events. Its access log says which request got which status, its own log (at debug) why, and the two have no word
// in common but for requests that were tried again or aborted. The others are matched by status, in the order of time: Traefik writes
// the reason and then the access line, and both are good to the order in which requests ended.
import type {AccessEvent, GatewayLogEvent} from '../timeline/timeline.ts';
import type {LogClock} from './gateway.ts';
import {jsonLine} from './json-line.ts';
import {readTraefikAccess} from './traefik-access.ts';
import type {TraefikAccess} from './traefik-access.ts';
import {traefikCause} from './traefik-causes.ts';

export function readTraefikLogs(files: ReadonlyMap<string, string>, clock: LogClock): readonly (AccessEvent | GatewayLogEvent)[] {
	const lines = [...files.values()].flatMap((text) => text.split('\n'));
	const accesses = lines.flatMap(readTraefikAccess);
	const own = lines.flatMap(readOwn);
	const reasons = matchReasons(own, accesses);
	const byRequest = Map.groupBy(reasons, ({requestId}) => requestId);
	return [
		...reasons.map((reason) => reasonEvent(reason, clock)),
		...accesses.filter(isUnserved).map((access) => unservedEvent(access, clock)),
		...accesses.map((access) => accessEvent(access, access.requestId === null ? [] : (byRequest.get(access.requestId) ?? []), clock)),
		...lifeEvents(own, clock),
	];
}

interface OwnLine {
	readonly raw: string;
	readonly level: string;
	/** The beginning of the second that the line names. */
	readonly secondMs: number;
	readonly message: string;
	readonly error: string;
	readonly provider: string;
}

/** JSON, or the console format of a user's own config: `2026-11-21T07:10:58Z DBG pkg/file.go:199 > 502 Bad Gateway error="EOF"`. */
function readOwn(line: string): readonly OwnLine[] {
	const console = /^(\S+) ([A-Z]{3}) (?:\S+ > )?(.*?)((?: \w+=(?:"(?:[^"\\]|\\.)*"|\S+))*)$/.exec(line);
	const at = Date.parse(console?.[1] ?? '');
	if (console !== null && !Number.isNaN(at)) {
		const [, , level = '', message = '', fields = ''] = console;
		const fieldOf = (name: string) => new RegExp(` ${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|(\\S+))`).exec(fields);
		const error = fieldOf('error');
		return [{raw: line, level, secondMs: at, message, error: error?.[1] ?? error?.[2] ?? '', provider: fieldOf('providerName')?.[2] ?? ''}];
	}

	// Traefik's own log.
	const fields = line.includes('"message":') ? jsonLine(line) : null;
	if (fields === null) {
		return [];
	}

	const secondMs = Date.parse(String(fields['time']));
	const provider = textOf(fields['providerName']);
	return Number.isNaN(secondMs)
		? []
		: [
				{
					raw: line,
					level: String(fields['level']),
					secondMs,
					message: String(fields['message']),
					error: textOf(fields['error']),
					provider,
				},
			];
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

/** Why one try of a request failed. */
interface Reason {
	readonly line: OwnLine;
	/** What Traefik answered for it; 0 where an answer was under way. */
	readonly status: number;
	readonly text: string;
	requestId: number | null;
	/** The request went to another server after it. (The access log's `RetryAttempts` is 0 whatever happened.) */
	triedAgain: boolean;
	/** Where the request's end is known: the line itself is only good to a second. */
	endMs: number | null;
}

function matchReasons(own: readonly OwnLine[], accesses: readonly TraefikAccess[]): readonly Reason[] {
	const reasons: Reason[] = [];
	for (const line of own) {
		const answered = line.error === '' ? null : /^(\d{3}) ./.exec(line.message);
		const bodyError = /ReverseProxy read error during body copy: .*/.exec(line.message)?.[0];
		if (answered !== null) {
			reasons.push({line, status: Number(answered[1]), text: line.error, requestId: null, triedAgain: false, endMs: null});
		} else if (bodyError !== undefined) {
			reasons.push({line, status: 0, text: bodyError, requestId: null, triedAgain: false, endMs: null});
		} else {
			nameLast(reasons, line.message);
		}
	}

	for (const status of new Set(reasons.map((reason) => reason.status))) {
		matchInOrder(
			reasons.filter((reason) => reason.status === status && reason.requestId === null),
			accesses.filter((access) => access.status === status && access.requestId !== null),
		);
	}

	return reasons;
}

/** The line after a reason names the request where it is tried again, or aborted. */
function nameLast(reasons: readonly Reason[], message: string): void {
	const again = /^New attempt \d+ for request: \S*[?&]gq=(\d+)/.exec(message)?.[1];
	const aborted = /^Request has been aborted \[\S+ - \S*[?&]gq=(\d+)/.exec(message)?.[1];
	const id = again ?? aborted;
	if (id === undefined) {
		return;
	}

	const last = reasons.findLast(({status, requestId}) => requestId === null && (again === undefined ? status === 0 : status > 0));
	if (last !== undefined) {
		last.requestId = Number(id);
		last.triedAgain = again !== undefined;
	}
}

function matchInOrder(reasons: readonly Reason[], accesses: readonly TraefikAccess[]): void {
	let next = 0;
	for (const reason of reasons) {
		// An app's own answer with the same status is of another length than Traefik's, which is the status in words.
		const isMatch = ({endMs, bytes}: TraefikAccess) =>
			endMs >= reason.line.secondMs - 100 && (bytes === null || bytes === reason.line.message.length - 4);
		const index = accesses.findIndex((access, position) => position >= next && isMatch(access));
		const access = accesses[index];
		if (access !== undefined && access.endMs < reason.line.secondMs + 2000) {
			reason.requestId = access.requestId;
			reason.endMs = access.endMs;
			next = index + 1;
		}
	}
}

function reasonEvent({line, text, requestId, endMs}: Reason, clock: LogClock): GatewayLogEvent {
	return {
		kind: 'gateway-log',
		...(endMs === null ? secondOf(line, clock) : {atMs: clock.fromWallMs(endMs), uncertaintyMs: 10}),
		level: line.level,
		raw: line.raw,
		requestId,
		cause: traefikCause(text),
		upstreamAddress: addressOf(text),
	};
}

/** The middle of the second that a line names. */
function secondOf({secondMs}: OwnLine, clock: LogClock): {readonly atMs: number; readonly uncertaintyMs: number} {
	return {atMs: clock.fromWallMs(secondMs + 500), uncertaintyMs: 500};
}

function addressOf(error: string): string | null {
	return /(?:->|dial tcp )([\d.]+:\d+)/.exec(error)?.[1] ?? null;
}

/** No server was left to turn to: Traefik says so to the client, and nothing in its log. */
function isUnserved({status, upstream}: TraefikAccess): boolean {
	return status === 503 && upstream === null;
}

function unservedEvent(access: TraefikAccess, clock: LogClock): GatewayLogEvent {
	return {
		kind: 'gateway-log',
		atMs: clock.fromWallMs(access.endMs),
		uncertaintyMs: 2,
		level: 'info',
		raw: access.raw,
		requestId: access.requestId,
		cause: 'destination_unavailable',
		upstreamAddress: null,
	};
}

function accessEvent(access: TraefikAccess, reasons: readonly Reason[], clock: LogClock): AccessEvent {
	const {status, upstream} = access;
	const earlier = reasons.filter(({triedAgain}) => triedAgain);
	return {
		kind: 'access',
		atMs: clock.fromWallMs(access.endMs),
		uncertaintyMs: access.uncertaintyMs,
		requestId: access.requestId,
		status,
		upstreamAddresses: upstream === null ? [] : [...earlier.map(({text}) => addressOf(text) ?? '-'), upstream],
		upstreamStatuses:
			upstream === null ? [] : [...earlier.map(() => null), reasons.length > earlier.length || couldBeOwn(access) ? null : status],
		durationMs: access.durationMs,
		worker: null,
	};
}

/** What a server answered and what Traefik made for it look alike, but for the length, where no reason could be matched to it. */
function couldBeOwn({status, bytes}: TraefikAccess): boolean {
	const words = ownWords[status];
	return words !== undefined && (bytes === null || bytes === words.length);
}

/** All that stands in an answer of its own making. */
const ownWords: Readonly<Record<number, string>> = {
	500: 'Internal Server Error',
	502: 'Bad Gateway',
	503: 'Service Unavailable',
	504: 'Gateway Timeout',
};

/** The configuration that it starts with is no reload. */
function lifeEvents(own: readonly OwnLine[], clock: LogClock): readonly GatewayLogEvent[] {
	let configured = false;
	return own.flatMap((line) => {
		const received = line.provider === 'file' && line.message === 'Configuration received';
		const isReload = configured && received;
		configured = (configured || received) && !line.message.startsWith('Traefik version');
		const disabled = /^Setting status of \S+ to DOWN/.test(line.message);
		if (!isReload && !disabled && !/^(?:error|fatal|ERR|FTL)$/.test(line.level)) {
			return [];
		}

		return [
			{
				kind: 'gateway-log',
				...secondOf(line, clock),
				level: line.level,
				raw: line.raw,
				requestId: null,
				cause: null,
				upstreamAddress: null,
				...(isReload ? {lifecycle: 'reloaded'} : disabled ? {lifecycle: 'upstream-disabled'} : {}),
			} satisfies GatewayLogEvent,
		];
	});
}

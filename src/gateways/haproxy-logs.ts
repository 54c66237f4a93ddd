// HAProxy's log as events. Each request has one line, which is access log and error log in one: the termination state says who ended the
// exchange and in which phase. Lines are ours (JSON), or `option httplog` of a user's own config. What master and workers say on standard
// error stands beside them, with the time at which it was read.
import type {AccessEvent, GatewayLogEvent} from '../timeline/timeline.ts';
import type {LogClock} from './gateway.ts';
import {haproxyCause, haproxyLifecycle} from './haproxy-causes.ts';
import {jsonLine} from './json-line.ts';
import {requestIdIn} from './request-id-in.ts';

/** `ended`: when the line was written, at the end of the answer; `active`: ms that the request took. `txn.gq` is set by a rule of the config. */
export const haproxyLogFormat = [
	'{"ended":%[date(0,ms)],"active":%Ta,"gq":"%[var(txn.gq),json(utf8s)]","status":%ST,"end":"%ts","server":"%s","address":"%si:%sp"',
	'"retries":"%rc","queue":%Tw,"connect":%Tc,"response":%Tr,"error":"%[bc_err_str,json(utf8s)]","tls":"%[ssl_bc_err_str,json(utf8s)]","worker":%pid}',
].join(',');

export function readHaproxyLogs(files: ReadonlyMap<string, string>, clock: LogClock): readonly (AccessEvent | GatewayLogEvent)[] {
	return [...files.values()].flatMap((text) =>
		text.split('\n').flatMap((line) => {
			const exchange = readJson(line) ?? readHttplog(line);
			return exchange === null ? readNotice(line, clock) : exchangeEvents(exchange, line, clock);
		}),
	);
}

interface Exchange {
	/** When the answer ended, or was given up. */
	readonly endedWallMs: number;
	readonly requestId: number | null;
	readonly status: number;
	readonly state: string;
	readonly server: string;
	readonly address: string | null;
	readonly error: string | null;
	/** Tries before the last one. */
	readonly retries: number;
	/** Whether the server's headers came. */
	readonly answered: boolean;
	readonly activeMs: number;
	readonly worker: number | null;
}

function readJson(line: string): Exchange | null {
	// The shape is haproxyLogFormat.
	const fields = line.startsWith('{"ended":') ? jsonLine(line) : null;
	if (fields === null) {
		return null;
	}

	const text = (name: string) => String(fields[name]);
	const activeMs = Math.max(0, Number(fields['active']));
	return {
		endedWallMs: Number(fields['ended']),
		requestId: requestIdOf(text('gq')),
		status: Number(fields['status']),
		state: text('end'),
		server: text('server'),
		// A request that went to no server has `-:-`.
		address: /^[\d.]+:\d+$|^\S+:\d+$/.exec(text('address'))?.[0] ?? null,
		error: `${text('address').startsWith('unix:') ? 'unix ' : ''}${text('error')} ${text('tls')}`,
		retries: retriesOf(text('retries')),
		answered: Number(fields['response']) >= 0,
		activeMs,
		worker: Number(fields['worker']),
	};
}

const httplogLine =
	/\S+:\d+ \[(\d+)\/(\w+)\/(\d+):([\d:.]+)\] \S+ \S+?\/(\S+) -?\d+\/-?\d+\/-?\d+\/(-?\d+)\/\+?(-?\d+) (-?\d+) \+?\d+ \S+ \S+ ([\w-]{2})[\w-]{2} \d+\/\d+\/\d+\/\d+\/(\+?\d+) \d+\/\d+ (?:\{[^}]*\} )*"([^"]*)"?/;

function readHttplog(line: string): Exchange | null {
	const match = httplogLine.exec(line);
	if (match === null) {
		return null;
	}

	const [, day, month, year, time, server = '', response, active, status, state = '', retries = '', request = ''] = match;
	const activeMs = Math.max(0, Number(active));
	return {
		// Local time of a container, which is UTC.
		endedWallMs: Date.parse(`${day} ${month} ${year} ${time} UTC`) + activeMs,
		requestId: requestIdIn(request),
		status: Number(status),
		state,
		server,
		address: null,
		error: null,
		retries: retriesOf(retries),
		answered: Number(response) >= 0,
		activeMs,
		worker: null,
	};
}

function requestIdOf(text: string): number | null {
	return /^\d+$/.test(text) ? Number(text) : null;
}

/** `+2`: the last one went to another server. */
function retriesOf(text: string): number {
	return Number(/\d+/.exec(text)?.[0] ?? 0);
}

function exchangeEvents(exchange: Exchange, line: string, clock: LogClock): readonly (AccessEvent | GatewayLogEvent)[] {
	const {endedWallMs, requestId, status, state, server, address, error, retries, answered, activeMs, worker} = exchange;
	// Cut to the millisecond: the end, or (httplog) the begin and the span.
	const instant = {atMs: clock.fromWallMs(endedWallMs + 1), uncertaintyMs: 2};
	const access: AccessEvent = {
		kind: 'access',
		...instant,
		requestId,
		// -1: the client was gone before there was one.
		status: Math.max(0, status),
		// It names only the server of the last try.
		upstreamAddresses: server === '<NOSRV>' ? [] : [...Array.from({length: retries}, () => 'unknown'), address ?? server],
		// P, R, I: HAProxy itself put an end to it, and answers in the server's place.
		upstreamStatuses:
			server === '<NOSRV>' ? [] : [...Array.from({length: retries}, () => null), answered && !/^[PRI]/.test(state) ? status : null],
		durationMs: activeMs,
		worker,
	};
	const cause = haproxyCause({state, status, server, error});
	return state === '--'
		? [access]
		: [access, {kind: 'gateway-log', ...instant, level: 'info', raw: line, requestId, cause, upstreamAddress: address}];
}

const noticeLine = /^(\d+\.\d+) (\[(\w+)\] .*)$/;

function readNotice(line: string, clock: LogClock): readonly GatewayLogEvent[] {
	const match = noticeLine.exec(line);
	if (match === null) {
		return [];
	}

	const [, seconds, raw = '', level = ''] = match;
	const lifecycle = haproxyLifecycle(raw);
	return [
		{
			kind: 'gateway-log',
			// Read a moment after it was said.
			atMs: clock.fromWallMs(Number(seconds) * 1000 - 5),
			uncertaintyMs: 10,
			level: level.toLowerCase(),
			raw,
			requestId: null,
			cause: null,
			upstreamAddress: null,
			...(lifecycle === null ? {} : {lifecycle}),
		},
	];
}

// HAProxy's log: `option httplog` behind whatever syslog puts before it, Gatequake's JSON, and what it says of servers and of itself.
import {signatureOf} from '../signatures.ts';
import {JsonFields} from './json-fields.ts';
import type {LogLine} from './log-line.ts';
import type {LogFormat, LogSettings, LogSink} from './log-sink.ts';
import {readStamp} from './read-stamp.ts';

interface Exchange {
	readonly wallMs: number;
	readonly durationMs: number;
	readonly status: number;
	readonly state: string;
	readonly server: string;
	readonly address: string | null;
	readonly error: string;
}

export function haproxyFormat(settings: LogSettings): LogFormat {
	return {
		name: 'HAProxy log',
		read(line, sink) {
			const text = line.text;
			const exchange = readJson(text) ?? readHttplog(text, settings);
			if (exchange !== null) {
				tellExchange(exchange, line, sink);
				return true;
			}

			return tellNotice(text, line, sink, settings);
		},
	};
}

function readJson(text: string): Exchange | null {
	const fields = text.startsWith('{"ended":') ? JsonFields.parse(text) : null;
	const state = fields?.text('end');
	if (fields === null || state === undefined || (state === null && !fields.has('end'))) {
		return null;
	}

	const durationMs = Math.max(0, fields.number('active') ?? 0);
	return {
		wallMs: fields.wallMs('ended'),
		durationMs,
		status: Math.max(0, fields.number('status') ?? 0),
		state: state ?? '--',
		server: fields.text('server') ?? '-',
		address: /^\S+:\d+$/.exec(fields.text('address') ?? '')?.[0] ?? null,
		error: `${fields.text('address')?.startsWith('unix:') === true ? 'unix ' : ''}${fields.text('error') ?? '-'}`,
	};
}

const httplog =
	/\S+:\d+ \[(\d+)\/(\w+)\/(\d+):(\d\d:\d\d:\d\d)\.(\d{3})\] \S+ (\S+?)\/(\S+) -?\d+\/-?\d+\/-?\d+\/-?\d+\/\+?(-?\d+) (-?\d+) \+?\d+ \S+ \S+ ([\w-]{2})[\w-]{2} /;

function readHttplog(text: string, {zoneMinutes}: LogSettings): Exchange | null {
	const match = httplog.exec(text);
	if (match === null) {
		return null;
	}

	const [, day, month, year, time, part, backend, server = '', active, status, state = ''] = match;
	const durationMs = Math.max(0, Number(active));
	return {
		wallMs: Date.parse(`${day} ${month} ${year} ${time} UTC`) + Number(part) - zoneMinutes * 60_000 + durationMs,
		durationMs,
		status: Math.max(0, Number(status)),
		state,
		server,
		address: server.startsWith('<') ? null : `${backend}/${server}`,
		error: '-',
	};
}

function tellExchange({wallMs, durationMs, status, state, server, address, error}: Exchange, line: LogLine, sink: LogSink): void {
	const signature = state === '--' ? null : signatureOf('haproxy', `${state} ${status} ${server} ${error}`);
	if (signature !== null) {
		sink.sign(signature, wallMs, address, line);
	} else if (state !== '--') {
		sink.unknown(`termination state ${state}`, wallMs, line);
	}

	if (status >= 100 && status < 400) {
		sink.good(wallMs, status);
	} else {
		// A request that ended in order with an error has it from the server.
		sink.request({wallMs, status, durationMs, upstream: address, by: state === '--' ? 'upstream' : 'gateway'});
	}
}

/** `[WARNING]  (16) : words`, in older versions with a date before the bracket, and what syslog puts before either. */
const noticeLine =
	/^((?:\S+ )?haproxy(?:\[\d+\])?: |\S+ haproxy \d+ \S+ \S+ )?(\[(?:NOTICE|WARNING|ALERT)\]\s+(?:\d+\/\d+ )?\(\d+\) : )?(.*)$/;

function tellNotice(text: string, line: LogLine, sink: LogSink, settings: LogSettings): boolean {
	const stamp = readStamp(text, settings);
	const [, syslog, level, words = ''] = noticeLine.exec(text.slice(stamp?.length ?? 0)) ?? [];
	if (syslog === undefined && level === undefined) {
		return false;
	}

	const wallMs = stamp?.wallMs ?? Number.NaN;
	const signature = signatureOf('haproxy', words);
	if (signature === null) {
		sink.unknown(words, wallMs, line);
	} else {
		sink.sign(signature, wallMs, /^(?:Backup )?Server (\S+)/.exec(words)?.[1] ?? null, line);
	}

	return true;
}

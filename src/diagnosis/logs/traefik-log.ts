// Traefik's own log (JSON, or its console format) and its access log as JSON; the common format is read as any other's.
import {signatureOf} from '../signatures.ts';
import {JsonFields} from './json-fields.ts';
import type {LogLine} from './log-line.ts';
import type {LogFormat, LogSettings, LogSink} from './log-sink.ts';
import {readStamp} from './read-stamp.ts';

interface OwnLine {
	readonly wallMs: number;
	readonly message: string;
	readonly error: string | null;
}

export function traefikFormat(settings: LogSettings): LogFormat {
	/** The configuration that it starts with is no reload. */
	let configured = false;
	return {
		name: 'Traefik log',
		read(line, sink) {
			const text = line.text;
			const fields = JsonFields.parse(text);
			if (fields?.has('DownstreamStatus') === true) {
				tellRequest(fields, line, sink);
				return true;
			}

			const own = fields === null ? readConsole(text, settings) : readOwn(fields);
			if (own === null) {
				return false;
			}

			const isConfigured = own.message.startsWith('Configuration received') && /"?providerName"?[:=]"?file/.test(text);
			tellOwn(own, isConfigured && configured, line, sink);
			configured = (configured || isConfigured) && !own.message.startsWith('Traefik version');
			return true;
		},
	};
}

function tellRequest(fields: JsonFields, line: LogLine, sink: LogSink): void {
	const status = fields.number('DownstreamStatus') ?? 0;
	const durationMs = (fields.number('Duration') ?? 0) / 1e6;
	const wallMs = fields.wallMs('StartUTC', 'time') + durationMs;
	if (status >= 100 && status < 400) {
		sink.good(wallMs, status);
		return;
	}

	const upstream = fields.text('ServiceAddr');
	// No server was left to turn to: Traefik says so to the client, and nothing in its log.
	const unserved = status === 503 && upstream === null ? signatureOf('traefik', 'unserved') : null;
	if (unserved !== null) {
		sink.sign(unserved, wallMs, null, line);
	}

	// What a server answered and what Traefik made for it look alike, but for the length: its own answers are the status in words.
	const own = ownLengths.get(status);
	const bytes = fields.number('OriginContentSize', 'DownstreamContentSize');
	const by = unserved !== null || (own !== undefined && bytes === own) ? 'gateway' : status >= 500 && bytes !== null ? 'upstream' : null;
	sink.request({wallMs, status, durationMs, upstream, by});
}

const ownLengths = new Map([
	[500, 'Internal Server Error'.length],
	[502, 'Bad Gateway'.length],
	[503, 'Service Unavailable'.length],
	[504, 'Gateway Timeout'.length],
]);

function readOwn(fields: JsonFields): OwnLine | null {
	const message = fields.text('message', 'msg');
	return message === null || !fields.has('level') ? null : {wallMs: fields.wallMs('time'), message, error: fields.text('error')};
}

/** `2026-11-21T07:10:58Z DBG pkg/file.go:199 > 502 Bad Gateway error="EOF"` */
function readConsole(text: string, settings: LogSettings): OwnLine | null {
	const stamp = readStamp(text, settings);
	const match =
		stamp === null
			? null
			: /^(?:TRC|DBG|INF|WRN|ERR|FTL|PNC) (?:\S+ > )?(.*?)(?: error="?((?:[^"\\]|\\.)*)"?.*)?$/.exec(text.slice(stamp.length));
	return stamp === null || match === null ? null : {wallMs: stamp.wallMs, message: match[1] ?? '', error: match[2] ?? null};
}

function tellOwn({wallMs, message, error}: OwnLine, isReload: boolean, line: LogLine, sink: LogSink): void {
	const body = /ReverseProxy read error during body copy: (.*)/.exec(message)?.[1];
	const words =
		body !== undefined
			? `body: ${body}`
			: isReload
				? 'reloaded'
				: error !== null && /^\d{3} ./.test(message)
					? `error: ${error}`
					: `log: ${message}`;
	const signature = signatureOf('traefik', words);
	if (signature === null) {
		sink.unknown(words, wallMs, line);
	} else {
		sink.sign(signature, wallMs, /(?:->|dial tcp |status of \w+:\/\/)([\w.-]+:\d+)/.exec(error ?? message)?.[1] ?? null, line);
	}
}

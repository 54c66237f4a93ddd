// Envoy's access log in its default format and as JSON, its ejection events, and its own log.
import {signatureOf} from '../signatures.ts';
import {JsonFields} from './json-fields.ts';
import type {LogLine} from './log-line.ts';
import type {LogFormat, LogSink} from './log-sink.ts';

interface Exchange {
	readonly wallMs: number;
	readonly durationMs: number;
	readonly status: number;
	readonly flags: string;
	readonly details: string;
	readonly transport: string;
	readonly upstream: string | null;
}

export function envoyFormat(): LogFormat {
	return {
		name: 'Envoy log',
		read(line, sink) {
			const text = line.text;
			const exchange = readJson(text) ?? readDefault(text);
			if (exchange !== null) {
				tellExchange(exchange, line, sink);
				return true;
			}

			return tellOwn(text, line, sink);
		},
	};
}

function readJson(text: string): Exchange | null {
	const fields = JsonFields.parse(text);
	const flags =
		fields?.text('flags', 'response_flags') ?? (fields?.has('flags') === true || fields?.has('response_flags') === true ? '-' : null);
	if (fields === null || flags === null) {
		return null;
	}

	const durationMs = fields.number('ms', 'duration') ?? 0;
	const transport = fields.text('transport', 'upstream_transport_failure_reason') ?? '';
	return {
		wallMs: fields.wallMs('t', 'start_time', '@timestamp') + durationMs,
		durationMs,
		status: fields.number('status', 'response_code') ?? 0,
		flags,
		// Of a try that failed to connect without a word of the transport: it ran into its time-out.
		details: fields.text('details', 'response_code_details') ?? (transport === '' && fields.has('details') ? 'connection_timeout' : ''),
		transport,
		upstream: fields.text('upstream', 'upstream_host'),
	};
}

const defaultLine = /^\[(\d{4}-\d\d-\d\dT[\d:.]+Z)\] "[^"]*" (\d+) (\S+) (?:(\S+) \S+ "([^"]*)" )?\d+ \d+ (\d+) .*"([^"]*)"/;

function readDefault(text: string): Exchange | null {
	const match = defaultLine.exec(text);
	if (match === null) {
		return null;
	}

	const [, start = '', status, flags = '', details = '', transport = '', duration, upstream] = match;
	return {
		wallMs: Date.parse(start) + Number(duration),
		durationMs: Number(duration),
		status: Number(status),
		flags,
		details,
		transport: transport === '-' ? '' : transport,
		upstream: upstream === undefined || upstream === '-' ? null : upstream,
	};
}

function tellExchange({wallMs, durationMs, status, flags, details, transport, upstream}: Exchange, line: LogLine, sink: LogSink): void {
	if (flags !== '-') {
		const words = `${flags} ${status} ${details} ${transport}`;
		const signature = signatureOf('envoy', words);
		if (signature === null) {
			sink.unknown(`response flags ${flags}`, wallMs, line);
		} else {
			sink.sign(signature, wallMs, upstream, line);
		}
	}

	if (status >= 100 && status < 400) {
		sink.good(wallMs, status);
	} else {
		sink.request({
			wallMs,
			status,
			durationMs,
			upstream,
			by: details.startsWith('via_upstream') || (details === '' && flags === '-') ? 'upstream' : 'gateway',
		});
	}
}

const ownLine = /^\[(\d{4}-\d\d-\d\d) ([\d:.]+)\]\[\d+\]\[(\w+)\]\[[\w.]+\] (?:\[[^\]]*\] )?(.*)$/;

function tellOwn(text: string, line: LogLine, sink: LogSink): boolean {
	const [, day, time, , words] = ownLine.exec(text) ?? [];
	const event = day === undefined && text.startsWith('{"') && text.includes('"action":') ? JsonFields.parse(text) : null;
	const subject = event === null ? (words === undefined ? null : `log: ${words}`) : `outlier: ${event.text('action') ?? ''}`;
	if (subject === null) {
		return false;
	}

	const wallMs = event === null ? Date.parse(`${day}T${time}Z`) : event.wallMs('timestamp');
	const signature = signatureOf('envoy', subject);
	if (signature === null) {
		sink.unknown(subject, wallMs, line);
	} else {
		sink.sign(signature, wallMs, event?.text('upstream_url') ?? null, line);
	}

	return true;
}

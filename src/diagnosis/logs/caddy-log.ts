// Caddy's log: JSON, a line for each request, error, try (at debug) and event of its own.
import {signatureOf} from '../signatures.ts';
import {JsonFields} from './json-fields.ts';
import type {LogLine} from './log-line.ts';
import type {LogFormat, LogSink} from './log-sink.ts';

export function caddyFormat(): LogFormat {
	/** At debug each try has a line, and the error of the request then says the last one's again. */
	let saysTries = false;
	/** URIs of requests that failed in Caddy itself; the access line follows at once. */
	const failed = new Set<string>();
	return {
		name: 'Caddy log',
		read(line, sink) {
			const text = line.text;
			// Good answers are most of a log, and their headers most of a line.
			const fields = text.startsWith('{') && text.includes('"msg":') && text.includes('"ts":') ? JsonFields.parse(text) : null;
			const message = fields?.text('msg') ?? null;
			if (fields === null || message === null || !fields.has('ts')) {
				return false;
			}

			const wallMs = fields.wallMs('ts');
			const logger = fields.text('logger') ?? '';
			if (logger.startsWith('http.log.access')) {
				tellRequest(fields, failed, sink);
				return true;
			}

			const error = fields.text('error');
			const isTry = message === 'upstream roundtrip';
			saysTries ||= isTry;
			if (isTry && error === null) {
				return true;
			}

			if (logger.startsWith('http.log.error')) {
				if (failed.size > 10_000) failed.clear();
				failed.add(fields.object('request')?.text('uri') ?? '');
				if (!saysTries) tell(`error: ${message}`, {fields, wallMs, line, sink});
			} else if (isTry) {
				tell(`error: ${error}`, {fields, wallMs, line, sink});
			} else if (message === 'aborting with incomplete response') {
				tell(`body: ${error ?? ''}`, {fields, wallMs, line, sink});
			} else {
				tell(`log: ${message}${error === null ? '' : `: ${error}`}`, {fields, wallMs, line, sink});
			}

			return true;
		},
	};
}

function tellRequest(fields: JsonFields, failed: Set<string>, sink: LogSink): void {
	const wallMs = fields.wallMs('ts');
	const status = fields.number('status') ?? 0;
	if (status >= 100 && status < 400) {
		sink.good(wallMs, status);
	} else {
		const seconds = fields.number('duration');
		sink.request({
			wallMs,
			status,
			durationMs: seconds === null ? null : seconds * 1000,
			upstream: null,
			by: failed.delete(fields.object('request')?.text('uri') ?? '') ? 'gateway' : 'upstream',
		});
	}
}

interface Telling {
	readonly fields: JsonFields;
	readonly wallMs: number;
	readonly line: LogLine;
	readonly sink: LogSink;
}

function tell(words: string, {fields, wallMs, line, sink}: Telling): void {
	const signature = signatureOf('caddy', words);
	if (signature === null) {
		sink.unknown(words, wallMs, line);
	} else {
		sink.sign(signature, wallMs, fields.text('upstream', 'host') ?? /(?:->|dial \w+ )([\d.]+:\d+)/.exec(words)?.[1] ?? null, line);
	}
}

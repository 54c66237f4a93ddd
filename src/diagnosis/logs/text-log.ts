// Logs that are lines of text behind a time, or without one: app servers, the kernel, the journal, a container engine. A line belongs to
// the first of the given programs that knows it. Lines without a time after one with a time go on with it: a traceback, a list.
import {signatureOf} from '../signatures.ts';
import type {SignatureSource} from '../signatures.ts';
import {JsonFields} from './json-fields.ts';
import {LogLine} from './log-line.ts';
import type {LogFormat, LogSettings} from './log-sink.ts';
import {isoOf} from './over-time.ts';
import {readStamp} from './read-stamp.ts';

interface Words {
	readonly text: string;
	readonly wallMs: number;
	/** Whether the line had a time or another sign that it begins something. */
	readonly isHead: boolean;
	/** What a person reads of it. Default: the line as it is. */
	readonly shown?: () => string;
}

export function textFormat(name: string, sources: readonly SignatureSource[], settings: LogSettings): LogFormat {
	let lastMs = Number.NaN;
	let hadTimes = false;
	return {
		name,
		read(line, sink) {
			const words = readEntry(line.text, settings);
			const wallMs = words.isHead ? words.wallMs : lastMs;
			lastMs = wallMs;
			hadTimes ||= words.isHead;
			const signature = sources.map((source) => signatureOf(source, words.text)).find((found) => found !== null) ?? null;
			if (signature !== null) {
				sink.sign(signature, wallMs, null, words.shown === undefined ? line : LogLine.of(words.shown()));
				return true;
			}

			if (words.isHead) {
				sink.unknown(words.text, wallMs, line);
				return true;
			}

			// What goes on with an entry is part of it; in a log without times nothing says where an entry begins.
			return hadTimes || isContinuation(words.text);
		},
	};
}

function isContinuation(text: string): boolean {
	return /^\s|^Traceback |^Caused by: |^\.\.\. \d+ more|^$/.test(text);
}

function readEntry(text: string, settings: LogSettings): Words {
	const fields = JsonFields.parse(text);
	const json = fields === null ? null : (readJournal(fields) ?? readEngineEvent(fields) ?? readAppJson(fields));
	if (json !== null) {
		return json;
	}

	const stamp = readStamp(text, settings);
	if (stamp === null) {
		return {text, wallMs: Number.NaN, isHead: false};
	}

	// `host kernel: [12345.678901] words`, `host systemd[1]: words`: the name stays where patterns want it.
	const rest = text.slice(stamp.length).replace(/^\S+ kernel: (?:\[ *\d+\.\d+\] *)?/, '');
	return {
		text: rest.replace(/^\S+ (systemd(?:-oomd)?)(?:\[\d+\])?: /, '$1: ').replace(/^systemd: /, ''),
		wallMs: stamp.wallMs,
		isHead: true,
	};
}

/** `journalctl -o json` */
function readJournal(fields: JsonFields): Words | null {
	const message = fields.text('MESSAGE');
	const microseconds = fields.number('__REALTIME_TIMESTAMP', '_SOURCE_REALTIME_TIMESTAMP');
	const isOomd = fields.text('SYSLOG_IDENTIFIER') === 'systemd-oomd';
	if (message === null || microseconds === null) return null;
	const wallMs = microseconds / 1000;
	return {
		text: isOomd ? `systemd-oomd: ${message}` : message,
		wallMs,
		isHead: true,
		shown: () => `${isoOf(wallMs) ?? ''} ${fields.text('SYSLOG_IDENTIFIER', '_COMM') ?? ''}[${fields.text('_PID') ?? ''}]: ${message}`,
	};
}

/** `docker events --format json`, in the words of `docker events`. */
function readEngineEvent(fields: JsonFields): Words | null {
	const [type, action, actor] = [fields.text('Type'), fields.text('Action'), fields.object('Actor')];
	if (type === null || action === null || actor === null) {
		return null;
	}

	const attributes = actor.object('Attributes');
	const told = ['exitCode', 'signal', 'name', 'image'].flatMap((name) => {
		const value = attributes?.text(name) ?? null;
		return value === null ? [] : [`${name}=${value}`];
	});
	return {
		text: `${type} ${action} ${actor.text('ID') ?? ''} (${told.join(', ')})`,
		wallMs: fields.wallMs('timeNano', 'time'),
		isHead: true,
	};
}

/** A line of an app that logs JSON (pino, winston, bunyan). */
function readAppJson(fields: JsonFields): Words | null {
	const message = fields.text('msg', 'message', 'log');
	const error = fields.object('err') ?? fields.object('error');
	const words = [message, error?.text('message', 'code')].filter((part) => typeof part === 'string').join(': ');
	return words === '' ? null : {text: words, wallMs: fields.wallMs('time', 'timestamp', '@timestamp', 'ts'), isHead: true};
}

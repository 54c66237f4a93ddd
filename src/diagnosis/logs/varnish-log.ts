// varnishlog, raw or grouped: a failed try has its reasons as FetchErrors, a request its status; and what the manager says of its child.
import {signatureOf, signatures} from '../signatures.ts';
import {LogLine} from './log-line.ts';
import type {LogFormat, LogSettings, LogSink} from './log-sink.ts';
import {readStamp} from './read-stamp.ts';

/** `     32771 FetchError     b HTC eof (…)`, or grouped by request `-   FetchError     HTC eof (…)`. */
const rawRecord = /^\s*(\d+) (\w+)\s+[bc-] (.*)$/;
const groupedRecord = /^-+ +()(\w+) +(.*)$/;

interface Try {
	/** FetchErrors, and Errors of an answer that it will not read at all. */
	errors: {readonly tag: string; readonly text: string}[];
	upstream: string | null;
	atMs: number;
	/** Of the backend's answer. */
	status: number;
	/** Varnish made the answer. */
	made: boolean;
}

export function varnishFormat(settings: LogSettings): LogFormat {
	const tries = new Map<string, Try>();
	/** Statuses of backends' own errors, until the request that they are for says that it has them. */
	const fromBackends: number[] = [];
	let wallMs = Number.NaN;
	/** Grouped by request, records carry no number; a line with stars and one does. */
	let group = '';

	function tryOf(id: string): Try {
		const known: Try = tries.get(id) ?? {errors: [], upstream: null, atMs: Number.NaN, status: 0, made: false};
		// Records that never end, since the log began or ended in between, must not pile up.
		if (tries.size > 10_000) tries.clear();
		tries.set(id, known);
		return known;
	}

	function end(id: string, sink: LogSink): void {
		const known = tries.get(id);
		tries.delete(id);
		if (known !== undefined && known.status >= 500 && !known.made) fromBackends.push(known.status);
		if (known === undefined || known.errors.length === 0) return;
		const words = Buffer.from(known.errors.map(({tag, text}) => `${tag} ${text}`).join(' | '), 'latin1');
		const line = new LogLine(words, 0, words.length);
		// The first signature in order that one of the errors has.
		const signature = signatures.varnish.find(({pattern}) => known.errors.some(({text}) => pattern.test(text)));
		if (signature === undefined) {
			sink.unknown(line.text, known.atMs, line);
		} else {
			const upstream = known.upstream ?? /^backend (\S+):/.exec(known.errors[0]?.text ?? '')?.[1] ?? null;
			sink.sign(signature, known.atMs, upstream, line);
		}
	}

	return {
		name: 'varnishlog',
		read(line, sink) {
			const text = line.text;
			const title = /^\*+ +<< \w+ +>> (\d+)/.exec(text);
			if (title !== null) {
				group = title[1] ?? '';
				return true;
			}

			const match = rawRecord.exec(text) ?? groupedRecord.exec(text);
			if (match === null) {
				return tellManager(text, line, sink, settings);
			}

			const [, number = '', tag = '', rest = ''] = match;

			const id = number === '' ? group : number;
			switch (tag) {
				case 'Timestamp': {
					wallMs = Number(/^\w+: (\d+\.\d+) /.exec(rest)?.[1] ?? Number.NaN) * 1000;
					if (rest.startsWith('Error: ')) tryOf(id).made = true;
					break;
				}

				case 'FetchError':
				case 'Error':
					tryOf(id).errors.push({tag, text: rest});
					tryOf(id).atMs = wallMs;
					break;
				case 'BackendOpen':
					// A try on an idle connection that had died is repeated by itself, on a new one: errors after the last one count.
					tryOf(id).errors = [];
					tryOf(id).upstream = rest.split(' ').slice(2, 4).join(':');
					break;
				case 'BerespStatus':
					tryOf(id).status = Number(rest);
					break;
				case 'RespStatus': {
					const place = fromBackends.indexOf(Number(rest));
					if (place !== -1) fromBackends.splice(place, 1);
					tellStatus(Number(rest), wallMs, place !== -1, sink);
					break;
				}

				case 'End':
					end(id, sink);
					break;
				case 'Backend_health':
				case 'CLI': {
					const signature = signatureOf('varnish', `${tag} ${rest}`);
					if (signature !== null) sink.sign(signature, wallMs, null, line);
					break;
				}

				default:
			}

			return true;
		},
		end(sink) {
			for (const id of tries.keys()) {
				end(id, sink);
			}
		},
	};
}

function tellStatus(status: number, wallMs: number, fromBackend: boolean, sink: LogSink): void {
	if (status >= 100 && status < 400) {
		sink.good(wallMs, status);
	} else {
		sink.request({wallMs, status, durationMs: null, upstream: null, by: fromBackend ? 'upstream' : null});
	}
}

/** What varnishd writes to its standard error or to syslog. */
function tellManager(text: string, line: LogLine, sink: LogSink, settings: LogSettings): boolean {
	const stamp = readStamp(text, settings);
	const words = text.slice(stamp?.length ?? 0).replace(/^(?:\S+ )?varnishd\[\d+\]: /, '');
	if (
		!/^(?:Debug|Info|Error|Warning): |^Child |^Panic at|^(?:\d{3} \d+|-{10,}|BEGIN of|END of|Varnish Cache CLI|Type '|varnish-|Linux,|> |\s*$)/.test(
			words,
		)
	) {
		return false;
	}

	const signature = signatureOf('varnish', `mgt: ${words}`);
	if (signature !== null) sink.sign(signature, stamp?.wallMs ?? Number.NaN, null, line);
	return true;
}

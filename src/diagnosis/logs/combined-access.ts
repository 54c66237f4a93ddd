// Access logs in the common and combined formats, which nginx, httpd, Traefik, Varnish and most others write, with whatever stands
// behind them: `1.2.3.4 - - [21/Nov/2026:04:32:08 +0000] "GET / HTTP/1.1" 502 157 "-" "curl" rt=1.001 …`. A good answer is counted from
// its bytes; only a bad one is looked at more closely.
import type {LogLine} from './log-line.ts';
import {answererOf} from './answerer-of.ts';
import type {LogFormat} from './log-sink.ts';

const months = new Map(
	['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'].map((name, index) => [name, index]),
);

export function combinedAccessFormat(): LogFormat {
	let stamp: Buffer = Buffer.alloc(26);
	let stampMs = Number.NaN;

	function timeAt(bytes: Buffer, at: number): number {
		if (bytes.compare(stamp, 0, 26, at, at + 26) !== 0) {
			stamp = Buffer.from(bytes.subarray(at, at + 26));
			stampMs = parseStamp(stamp.toString('latin1'));
		}

		return stampMs;
	}

	return {
		name: 'access log',
		read(line, sink) {
			const {bytes, end} = line;
			const time = timeIn(line);
			const quote = time === -1 ? -1 : quoteAfter(bytes, time + 26, end);
			const status = quote === -1 ? -1 : statusAfter(bytes, requestEnd(bytes, quote, end), end);
			if (status === -1) {
				return false;
			}

			const wallMs = timeAt(bytes, time);
			if (status < 400) {
				sink.good(wallMs, status);
			} else {
				sink.request({wallMs, status, ...tailOf(bytes.toString('latin1', quote, end), status)});
			}

			return true;
		},
	};
}

/** Behind the bracket of `[21/Nov/2026:…]`; -1 where there is none within the first fields. */
function timeIn({bytes, start, end}: LogLine): number {
	const stop = Math.min(end - 28, start + 300);
	for (let at = start; at < stop; at++) {
		if (bytes[at] === 0x5b && bytes[at + 3] === 0x2f && bytes[at + 7] === 0x2f && bytes[at + 12] === 0x3a && bytes[at + 27] === 0x5d) {
			return at + 1;
		}
	}

	return -1;
}

function quoteAfter(bytes: Buffer, from: number, end: number): number {
	const stop = Math.min(end, from + 40);
	for (let at = from; at < stop; at++) {
		if (bytes[at] === 0x22) return at + 1;
	}

	return -1;
}

/** Place of the quote that ends the request; httpd writes a quote in it as `\"`. */
function requestEnd(bytes: Buffer, from: number, end: number): number {
	for (let at = from; at < end; at++) {
		const byte = bytes[at];
		if (byte === 0x22) return at;
		if (byte === 0x5c) at++;
	}

	return end;
}

function statusAfter(bytes: Buffer, quote: number, end: number): number {
	if (quote + 4 >= end || bytes[quote + 1] !== 0x20) {
		return -1;
	}

	// `-`: the client was gone before there was one.
	if (bytes[quote + 2] === 0x2d) return 0;
	const [hundreds, tens, ones] = [digit(bytes[quote + 2]), digit(bytes[quote + 3]), digit(bytes[quote + 4])];
	return hundreds < 0 || tens < 0 || ones < 0 ? -1 : hundreds * 100 + tens * 10 + ones;
}

function digit(byte: number | undefined): number {
	return byte === undefined || byte < 0x30 || byte > 0x39 ? -1 : byte - 0x30;
}

function parseStamp(text: string): number {
	const at = (from: number, to: number) => Number(text.slice(from, to));
	const month = months.get(text.slice(3, 6)) ?? Number.NaN;
	const zone = (at(22, 24) * 60 + at(24, 26)) * (text[21] === '-' ? -1 : 1);
	return Date.UTC(at(7, 11), month, at(0, 2), at(12, 14), at(15, 17), at(18, 20)) - zone * 60_000;
}

interface Tail {
	readonly durationMs: number | null;
	readonly upstream: string | null;
	readonly by: 'gateway' | 'upstream' | null;
}

/** What people add to the format: `rt=1.001`, `request_time=…`, `upstream_status=…`, and Traefik's `"router" "http://10.0.0.1:80" 12ms`. */
function tailOf(text: string, status: number): Tail {
	const seconds = /[ "](?:rt|request_time|reqtime|duration)[=:]"?(\d+(?:\.\d+)?)/.exec(text)?.[1];
	const milliseconds = / (\d+)ms$/.exec(text)?.[1];
	const upstream =
		/[ "](?:ua|upstream|upstream_addr|addr)[=:]"?(?:https?:\/\/)?([\w.\-:[\]/]+)/.exec(text)?.[1] ??
		/ "https?:\/\/([^"/]+)[^"]*" \d+ms$/.exec(text)?.[1] ??
		null;
	const answered = /[ "](?:us|upstream_status)[=:]"?([\d, :-]+)/.exec(text)?.[1]?.split(/[,:]/).at(-1)?.trim();
	return {
		durationMs: seconds === undefined ? (milliseconds === undefined ? null : Number(milliseconds)) : Number(seconds) * 1000,
		upstream,
		by: answererOf(status, answered),
	};
}

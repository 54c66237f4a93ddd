// nginx's error log, the format that must be fastest: a line of a known shape is read without making a string of it.
import {signatureOf} from '../signatures.ts';
import type {Signature} from '../signature.ts';
import {ByteNames} from './byte-names.ts';
import type {LogLine} from './log-line.ts';
import type {LogFormat, LogSettings} from './log-sink.ts';
import {ShapeCache} from './shape-cache.ts';

const client = Buffer.from(', client: ');
const upstreamField = Buffer.from(', upstream: "');

/** `2026/11/21 04:32:08 [error] 13#13: *7 words, client: …, server: …, request: "…", upstream: "http://…", host: "…"`. */
export function nginxErrorFormat({zoneMinutes}: LogSettings): LogFormat {
	const shapes = new ShapeCache<Signature | null>();
	const names = new ByteNames();
	let stamp: Buffer = Buffer.alloc(19);
	let stampMs = Number.NaN;

	function timeOf({bytes, start}: LogLine): number {
		if (bytes.compare(stamp, 0, 19, start, start + 19) !== 0) {
			stamp = Buffer.from(bytes.subarray(start, start + 19));
			const at = (from: number, to: number) => Number(stamp.toString('latin1', from, to));
			stampMs = Date.UTC(at(0, 4), at(5, 7) - 1, at(8, 10), at(11, 13), at(14, 16), at(17, 19)) - zoneMinutes * 60_000;
		}

		return stampMs;
	}

	return {
		name: 'nginx error log',
		read(line, sink) {
			const {bytes, start, end} = line;
			if (!isErrorLine(line)) {
				return false;
			}

			const from = wordsAt(line);
			const to = find(client, bytes, from, end);
			const signature = shapes.meaningOf(bytes, from, to, () => {
				const words = bytes.toString('latin1', from, to);
				return signatureOf('nginx', words) ?? signatureOf('ingress-nginx', words);
			});
			const wallMs = timeOf(line);
			if (signature === null) {
				sink.unknown(bytes.toString('latin1', from, to), wallMs, line);
			} else {
				sink.sign(signature, wallMs, signature.role === 'quiet' ? null : upstreamOf(bytes, to, end, names), line);
			}

			return start < end;
		},
	};
}

function isErrorLine({bytes, start, end}: LogLine): boolean {
	return (
		end - start > 24 &&
		bytes[start + 4] === 0x2f &&
		bytes[start + 7] === 0x2f &&
		bytes[start + 10] === 0x20 &&
		bytes[start + 13] === 0x3a &&
		bytes[start + 16] === 0x3a &&
		bytes[start + 19] === 0x20 &&
		bytes[start + 20] === 0x5b
	);
}

/** Behind `[error] 13#13: *7 `; the parts after the level may be missing. */
function wordsAt({bytes, start, end}: LogLine): number {
	let at = start + 21;
	while (at < end && bytes[at] !== 0x5d) at++;
	at += 2;
	const process = skipNumber(bytes, at, end);
	if (process > at && bytes[process] === 0x23) {
		at = skipNumber(bytes, process + 1, end) + 2;
	}

	if (bytes[at] === 0x2a) {
		const number = skipNumber(bytes, at + 1, end);
		at = bytes[number] === 0x20 ? number + 1 : at;
	}

	// ingress-nginx and OpenResty put the place in Lua before the words: that is part of them.
	return Math.min(at, end);
}

function skipNumber(bytes: Buffer, from: number, end: number): number {
	let at = from;
	while (at < end && (bytes[at] ?? 0) >= 0x30 && (bytes[at] ?? 0) <= 0x39) at++;
	return at;
}

/** Place of the needle, or the end. Buffer's own search does not stop at the end of a line. */
function find(needle: Buffer, bytes: Buffer, from: number, end: number): number {
	const last = end - needle.length;
	for (let at = from; at <= last; at++) {
		// Both needles begin with a comma and a blank, and are told apart from most else by their third and fourth byte.
		if (bytes[at] === 0x2c && bytes[at + 2] === needle[2] && bytes[at + 3] === needle[3]) {
			let index = 1;
			while (index < needle.length && bytes[at + index] === needle[index]) index++;
			if (index === needle.length) return at;
		}
	}

	return end;
}

/** `http://10.0.0.1:80/path` gives `10.0.0.1:80`, `fastcgi://unix:/run/php.sock:` gives `unix:/run/php.sock`. */
function upstreamOf(bytes: Buffer, from: number, end: number, names: ByteNames): string | null {
	const field = find(upstreamField, bytes, from, end);
	if (field === end) {
		return null;
	}

	let start = field + upstreamField.length;
	const slashes = start + 12;
	for (let at = start; at < slashes && at + 1 < end; at++) {
		if (bytes[at] === 0x2f && bytes[at + 1] === 0x2f) {
			start = at + 2;
			break;
		}
	}

	const isSocket = bytes[start] === 0x75 && bytes[start + 4] === 0x3a;
	let stop = isSocket ? start + 5 : start;
	while (stop < end && bytes[stop] !== 0x22 && bytes[stop] !== (isSocket ? 0x3a : 0x2f)) stop++;
	return stop > start ? names.nameOf(bytes, start, stop) : null;
}

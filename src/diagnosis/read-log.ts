// Reads one log from chunks of bytes, of any size and in constant memory: cuts it into lines, finds the format of each, and tells a tally
// what they say. A line's format is most often that of the line before it.
import {GatequakeError} from '../error.ts';
import {formatsOf} from './logs/formats-of.ts';
import type {LogOwner} from './log-owner.ts';
import {LogLine} from './logs/log-line.ts';
import type {LogFormat, LogSettings} from './logs/log-sink.ts';
import type {LineCounts, LogTally} from './logs/log-tally.ts';
import {unwrapLine} from './logs/unwrap-line.ts';

/** Longer lines are cut: what makes them long is a header or a body. */
const longestLine = 256 * 1024;

export interface ReadLog extends LineCounts {
	readonly bytes: number;
	/** The formats that lines of it had, the most frequent first. */
	readonly formats: readonly string[];
	/** The last line has no end: the file was cut, or is being written. */
	readonly endsMidLine: boolean;
}

export interface LogToRead {
	/** For messages. */
	readonly name: string;
	readonly owner: LogOwner;
	readonly settings: LogSettings;
	readonly chunks: AsyncIterable<Buffer> | Iterable<Buffer>;
}

/** @throws GatequakeError `NO_LOG` where it is binary, or no line of it is of a known format. */
export async function readLog({name, owner, settings, chunks}: LogToRead, tally: LogTally): Promise<ReadLog> {
	const reader = new LineReader(formatsOf(owner, settings), tally);
	let bytes = 0;
	let rest = Buffer.alloc(0);
	for await (const chunk of chunks) {
		if (bytes === 0) {
			refuseBinary(chunk, name);
		}

		bytes += chunk.length;
		rest = cutLines(rest, chunk, reader);
	}

	const endsMidLine = rest.length > 0;
	if (endsMidLine) {
		reader.read(rest, 0, rest.length);
	}

	const formats = reader.end();
	if (reader.counts.lines > 0 && formats.length === 0) {
		throw noLog(name, owner, reader.firstLine);
	}

	return {...reader.counts, bytes, formats, endsMidLine};
}

/** Reads the whole lines of both, and gives back what stands behind the last line's end. */
function cutLines(rest: Buffer, chunk: Buffer, reader: LineReader): Buffer<ArrayBuffer> {
	let start = 0;
	if (rest.length > 0) {
		const first = chunk.indexOf(0x0a);
		if (first === -1) {
			return rest.length > longestLine ? Buffer.from(rest) : Buffer.concat([rest, chunk]);
		}

		reader.read(Buffer.concat([rest, chunk.subarray(0, first)]), 0, rest.length + first);
		start = first + 1;
	}

	for (let end = chunk.indexOf(0x0a, start); end !== -1; end = chunk.indexOf(0x0a, start)) {
		reader.read(chunk, start, end);
		start = end + 1;
	}

	return Buffer.from(chunk.subarray(start));
}

class LineReader {
	readonly counts: LineCounts = {lines: 0, understood: 0, unknown: 0, outsideWindow: 0};
	firstLine = '';
	readonly #formats: LogFormat[];
	readonly #seen = new Map<LogFormat, number>();
	readonly #tally: LogTally;
	readonly #line = new LogLine(Buffer.alloc(0), 0, 0);

	constructor(formats: readonly LogFormat[], tally: LogTally) {
		this.#formats = [...formats];
		this.#tally = tally;
		tally.counts = this.counts;
	}

	read(bytes: Buffer, start: number, lineEnd: number): void {
		const end = Math.min(lineEnd > start && bytes[lineEnd - 1] === 0x0d ? lineEnd - 1 : lineEnd, start + longestLine);
		if (end === start) {
			return;
		}

		const line = this.#line;
		line.bytes = bytes;
		line.start = start;
		line.end = end;
		this.counts.lines += 1;
		if (this.#tryFormats(line)) {
			return;
		}

		// A container engine's own wrapping around the line of the program inside.
		const inner = unwrapLine(line);
		if (inner !== null && this.#tryFormats(inner)) {
			return;
		}

		this.firstLine ||= line.shown;
		this.#tally.unknown(line.text, Number.NaN, line);
	}

	#tryFormats(line: LogLine): boolean {
		for (const [place, format] of this.#formats.entries()) {
			if (format.read(line, this.#tally)) {
				this.#seen.set(format, (this.#seen.get(format) ?? 0) + 1);
				if (place > 0) {
					this.#formats.splice(place, 1);
					this.#formats.unshift(format);
				}

				return true;
			}
		}

		return false;
	}

	end(): readonly string[] {
		this.counts.understood = this.counts.lines - this.counts.unknown;
		for (const format of this.#formats) {
			format.end?.(this.#tally);
		}

		return [...this.#seen].sort(([, a], [, b]) => b - a).map(([{name}]) => name);
	}
}

function refuseBinary(chunk: Buffer, name: string): void {
	const head = chunk.subarray(0, 8192);
	const zeros = head.filter((byte) => byte === 0).length;
	if (zeros > 8) {
		throw new GatequakeError(`expected a log in ${name}, and it is binary`, {
			code: 'NO_LOG',
			exitCode: 2,
			hint: 'plain text and gzip are read; unpack other archives first (xz -dc FILE | gatequake diagnose … --error-log -), and export a journal with journalctl',
		});
	}
}

function noLog(name: string, owner: LogOwner, firstLine: string): GatequakeError {
	return new GatequakeError(`expected a log of ${owner} in ${name}, and no line of it is one; the first is: ${firstLine.slice(0, 200)}`, {
		code: 'NO_LOG',
		exitCode: 2,
		hint: 'is --gateway right, and is the file given to the right flag (--error-log, --access-log, --kernel-log, --journal, --app-log)?',
	});
}

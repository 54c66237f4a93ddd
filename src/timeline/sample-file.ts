// Samples as one compressed file, bytes in and bytes out.
import {constants, zstdCompressSync, zstdDecompressSync} from 'node:zlib';
import {GatequakeError} from '../error.ts';
import {outcomes, type SampleSet} from './sample.ts';

/**
 * Writes the file. All numbers are little endian.
 *
 * | bytes | content |
 * | --- | --- |
 * | 0 to 7 | `GQSAMPLE` in ASCII |
 * | 8 to 11 | u32: length of the header |
 * | then | the header: JSON in UTF-8 |
 * | then | the columns, in the order of the header, each compressed with zstd by itself |
 *
 * Header: `{version: 1, count, outcomes: [...], columns: [{name, type, storedBytes}, ...]}`. `count` is the number of requests, which are
 * ordered by due time. `outcomes` are the words that the column `outcome` points into. `type` is `f64`, `u32`, `i32`, `u16` or `u8`, and
 * `storedBytes` the compressed length. A column decompresses to `count` numbers of its type:
 *
 * | column | type | meaning |
 * | --- | --- | --- |
 * | `dueMs` | f64 | when the request was due, ms since the origin of the timeline |
 * | `id` | u32 | request number: `x-gatequake-id` and `gq=` on the wire |
 * | `firstId` | u32 | number of the first try of the same client request; the column is there only where clients tried again |
 * | `sentUs` | i32 | actual send (dial, where a connection had to be opened), µs after due; -1: not sent |
 * | `firstByteUs` | i32 | first byte of the answer, µs after due; -1: none came |
 * | `endUs` | i32 | end of the request whatever the outcome, µs after due; -1: not known |
 * | `status` | u16 | HTTP status; 0: no status line came |
 * | `outcome` | u8 | index into `outcomes` |
 * | `flags` | u8 | bits: 1 keyed POST, 2 reused connection, 4 the app made the answer |
 * | `upstream` | u8 | 1 for app1, 2 for app2, ...; 0: no app answered |
 *
 * A reader must refuse another version, and ignore columns that it does not know.
 */
export function encodeSamples(samples: SampleSet): Uint8Array {
	const stored = columns
		.filter(({name}) => name !== 'firstId' || samples.firstId !== samples.id)
		.map(({name, type}) => ({name, type, bytes: compress(bytesOf(samples[name]))}));
	const header: Header = {
		version,
		count: samples.count,
		outcomes,
		columns: stored.map(({name, type, bytes}) => ({name, type, storedBytes: bytes.byteLength})),
	};
	const json = Buffer.from(JSON.stringify(header));
	const head = Buffer.alloc(headBytes);
	head.write(magic, 0, 'latin1');
	head.writeUInt32LE(json.byteLength, magic.length);
	return new Uint8Array(Buffer.concat([head, json, ...stored.map(({bytes}) => bytes)]));
}

/** Reads what `encodeSamples` wrote. Throws SAMPLES_UNREADABLE with what was expected and what came. */
export function decodeSamples(file: Uint8Array): SampleSet {
	const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
	const header = readHeader(bytes);
	const data = new Map<string, Uint8Array<ArrayBuffer>>();
	let at = headBytes + bytes.readUInt32LE(magic.length);
	for (const column of header.columns) {
		data.set(column.name, decompress(bytes.subarray(at, at + column.storedBytes), column, header.count));
		at += column.storedBytes;
	}
	const buffer = (name: string): ArrayBuffer => (data.get(name) ?? unreadable(`a column ${name}`, 'none')).buffer;
	const outcome = new Uint8Array(buffer('outcome'));
	translateOutcomes(outcome, header.outcomes);
	const id = new Uint32Array(buffer('id'));
	return {
		count: header.count,
		dueMs: new Float64Array(buffer('dueMs')),
		id,
		firstId: data.has('firstId') ? new Uint32Array(buffer('firstId')) : id,
		sentUs: new Int32Array(buffer('sentUs')),
		firstByteUs: new Int32Array(buffer('firstByteUs')),
		endUs: new Int32Array(buffer('endUs')),
		status: new Uint16Array(buffer('status')),
		outcome,
		flags: new Uint8Array(buffer('flags')),
		upstream: new Uint8Array(buffer('upstream')),
	};
}

const magic = 'GQSAMPLE';
const headBytes = magic.length + 4;
const version = 1;

const columns = [
	{name: 'dueMs', type: 'f64', bytesEach: 8},
	{name: 'id', type: 'u32', bytesEach: 4},
	{name: 'firstId', type: 'u32', bytesEach: 4},
	{name: 'sentUs', type: 'i32', bytesEach: 4},
	{name: 'firstByteUs', type: 'i32', bytesEach: 4},
	{name: 'endUs', type: 'i32', bytesEach: 4},
	{name: 'status', type: 'u16', bytesEach: 2},
	{name: 'outcome', type: 'u8', bytesEach: 1},
	{name: 'flags', type: 'u8', bytesEach: 1},
	{name: 'upstream', type: 'u8', bytesEach: 1},
] as const;

interface HeaderColumn {
	readonly name: string;
	readonly type: string;
	readonly storedBytes: number;
}

interface Header {
	readonly version: number;
	readonly count: number;
	readonly outcomes: readonly string[];
	readonly columns: readonly HeaderColumn[];
}

function bytesOf(column: Float64Array | Uint32Array | Int32Array | Uint16Array | Uint8Array): Uint8Array {
	return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
}

function compress(bytes: Uint8Array): Buffer {
	// Level 1 is within a few percent of the default's size here, in half of its time.
	return zstdCompressSync(bytes, {params: {[constants.ZSTD_c_compressionLevel]: 1}});
}

function readHeader(bytes: Buffer): Header {
	const found = bytes.toString('latin1', 0, magic.length);
	if (found !== magic) return unreadable(`a file that begins with ${magic}`, JSON.stringify(found));
	if (bytes.byteLength < headBytes) return unreadable('a header', `${bytes.byteLength} bytes in all`);
	const headerEnd = headBytes + bytes.readUInt32LE(magic.length);
	if (bytes.byteLength < headerEnd) return unreadable(`a header of ${headerEnd} bytes`, `${bytes.byteLength} bytes in all`);
	const header = parseHeader(bytes.toString('utf8', headBytes, headerEnd));
	if (header.version !== version) return unreadable(`version ${version}`, `version ${header.version}`);
	const expected = header.columns.reduce((total, column) => total + column.storedBytes, headerEnd);
	if (bytes.byteLength !== expected) return unreadable(`a file of ${expected} bytes`, `${bytes.byteLength} bytes`);
	return header;
}

function parseHeader(text: string): Header {
	try {
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the version, the lengths and each column are checked by the callers.
		return JSON.parse(text) as Header;
	} catch (error) {
		return unreadable('a header in JSON', 'something else', error);
	}
}

/** Memory of its own, so that a typed array may begin at its first byte. */
function decompress(stored: Buffer, column: HeaderColumn, count: number): Uint8Array<ArrayBuffer> {
	const known = columns.find(({name}) => name === column.name);
	if (known === undefined) return new Uint8Array();
	if (known.type !== column.type) return unreadable(`the column ${column.name} as ${known.type}`, column.type);
	const bytes = inflate(stored, column.name);
	const expectedBytes = count * known.bytesEach;
	if (bytes.byteLength !== expectedBytes) return unreadable(`${expectedBytes} bytes in the column ${column.name}`, `${bytes.byteLength}`);
	const {buffer} = bytes;
	return buffer instanceof ArrayBuffer && buffer.byteLength === expectedBytes ? new Uint8Array(buffer) : new Uint8Array(bytes);
}

function inflate(stored: Buffer, name: string): Buffer {
	try {
		return zstdDecompressSync(stored);
	} catch (error) {
		return unreadable(`the column ${name} compressed with zstd`, 'bytes that are not', error);
	}
}

/** A file of a newer minor version may know more outcomes, or in another order. */
function translateOutcomes(outcome: Uint8Array, words: readonly string[]): void {
	const translation = words.map((word) => outcomes.findIndex((known) => known === word));
	if (translation.every((to, from) => to === from)) return;
	for (const [row, from] of outcome.entries()) {
		const to = translation[from] ?? -1;
		if (to < 0) unreadable(`outcomes among ${outcomes.join(', ')}`, words[from] ?? String(from));
		outcome[row] = to;
	}
}

function unreadable(expected: string, came: string, cause?: unknown): never {
	throw new GatequakeError(`the samples cannot be read: expected ${expected}, got ${came}`, {
		code: 'SAMPLES_UNREADABLE',
		hint: 'the file is cut short, not a samples file, or was written by another version of Gatequake',
		cause,
	});
}

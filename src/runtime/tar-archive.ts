// Files travel in and out of containers as tar archives. Only what that needs is here: regular files, and the long names that the
// engine writes as PAX or GNU records.
import {GatequakeError} from '../error.ts';
import type {FileToPlace} from './runtime.ts';

const blockBytes = 512;

/** A ustar archive of the files, to be unpacked at `/`. Parent folders come into being when the engine unpacks it. */
export function packTar(files: readonly FileToPlace[]): Buffer {
	const modifiedSeconds = Math.floor(Date.now() / 1000);
	const blocks = files.flatMap((file) => {
		const content = Buffer.from(file.content);
		return [header(file, content.length, modifiedSeconds), content, Buffer.alloc(padding(content.length))];
	});
	return Buffer.concat([...blocks, Buffer.alloc(2 * blockBytes)]);
}

/** The regular files of an archive, by their path in it. Throws where the archive ends too early. */
export function unpackTar(archive: Buffer): ReadonlyMap<string, Buffer> {
	const files = new Map<string, Buffer>();
	let records: ReadonlyMap<string, string> = new Map();
	let offset = 0;
	while (offset + blockBytes <= archive.length && archive[offset] !== 0) {
		const head = archive.subarray(offset, offset + blockBytes);
		const size = Number(records.get('size') ?? numberField(head, 124, 12));
		const body = archive.subarray(offset + blockBytes, offset + blockBytes + size);
		if (body.length < size) throw cutArchive(size, body.length);
		offset += blockBytes + size + padding(size);
		const type = String.fromCodePoint(head[156] ?? 0);
		if (type === 'x') records = paxRecords(body);
		else if (type === 'L') records = new Map([['path', textField(body, 0, body.length)]]);
		else {
			if (type === '0' || type === '\0') files.set(records.get('path') ?? ustarPath(head), Buffer.from(body));
			records = new Map();
		}
	}
	return files;
}

function header(file: FileToPlace, size: number, modifiedSeconds: number): Buffer {
	const [prefix, name] = splitPath(file.path.replace(/^\/+/, ''));
	const head = Buffer.alloc(blockBytes);
	const octal = (value: number, at: number, length: number): void => {
		head.write(value.toString(8).padStart(length - 1, '0'), at);
	};
	head.write(name, 0);
	octal(file.mode ?? 0o644, 100, 8);
	octal(0, 108, 8);
	octal(0, 116, 8);
	octal(size, 124, 12);
	octal(modifiedSeconds, 136, 12);
	head.write(' '.repeat(8), 148);
	head.write('0', 156);
	head.write('ustar\u000000', 257);
	head.write(prefix, 345);
	const sum = head.reduce((total, byte) => total + byte, 0);
	octal(sum, 148, 7);
	return head;
}

/** Ustar keeps a path as 155 bytes of folders and 100 bytes of the rest. */
function splitPath(path: string): readonly [string, string] {
	if (Buffer.byteLength(path) <= 100) return ['', path];
	for (let cut = path.indexOf('/'); cut !== -1; cut = path.indexOf('/', cut + 1)) {
		const [prefix, name] = [path.slice(0, cut), path.slice(cut + 1)];
		if (Buffer.byteLength(prefix) <= 155 && Buffer.byteLength(name) <= 100) return [prefix, name];
	}
	throw new GatequakeError(`expected a path of at most 255 bytes with a file name of at most 100, got ${path}`, {code: 'PATH_TOO_LONG'});
}

function padding(size: number): number {
	return (blockBytes - (size % blockBytes)) % blockBytes;
}

function ustarPath(head: Buffer): string {
	const prefix = textField(head, 257, 6).startsWith('ustar') ? textField(head, 345, 155) : '';
	const name = textField(head, 0, 100);
	return prefix === '' ? name : `${prefix}/${name}`;
}

/** Records of the form `27 path=some/long/name\n`, the number being the record's own length in bytes. */
function paxRecords(body: Buffer): ReadonlyMap<string, string> {
	const records = new Map<string, string>();
	let offset = 0;
	while (offset < body.length) {
		const blank = body.indexOf(' ', offset);
		const length = Number(body.toString('latin1', offset, blank));
		if (blank === -1 || !(length > 0)) break;
		const record = body.toString('utf8', blank + 1, offset + length - 1);
		const equals = record.indexOf('=');
		records.set(record.slice(0, equals), record.slice(equals + 1));
		offset += length;
	}
	return records;
}

/** Octal digits, or, where the first bit is set, a big-endian number (files of 8 GiB and more). */
function numberField(head: Buffer, at: number, length: number): number {
	if (((head[at] ?? 0) & 0x80) !== 0) return head.readUIntBE(at + length - 6, 6);
	return Number.parseInt(textField(head, at, length).trim() || '0', 8);
}

function textField(bytes: Buffer, at: number, length: number): string {
	const field = bytes.subarray(at, at + length);
	const end = field.indexOf(0);
	return field.toString('utf8', 0, end === -1 ? length : end);
}

function cutArchive(expected: number, got: number): GatequakeError {
	return new GatequakeError(`expected ${expected} bytes of a file in a tar archive, the archive ended after ${got}`, {
		code: 'ARCHIVE_CUT',
		hint: 'a file that grows while it is read does this: read it again when its writer is quiet',
	});
}

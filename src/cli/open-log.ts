// Opens a log for reading in chunks: a file, several by a glob, or standard input; packed with gzip or not, which its first bytes say.
import {glob, open} from 'node:fs/promises';
import type {FileHandle} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {Readable} from 'node:stream';
import {createGunzip} from 'node:zlib';
import {GatequakeError} from '../error.ts';

export interface OpenLog {
	readonly chunks: AsyncIterable<Buffer>;
	/** In which the file was last written: of logs whose times name no year. */
	readonly year: number;
}

const chunkBytes = 512 * 1024;

/** @throws GatequakeError `NO_FILE` where no file has that name. */
export async function filesNamed(name: string, cwd: string): Promise<readonly string[]> {
	if (name === '-') {
		return ['-'];
	}

	const found = /[*?[{]/.test(name) ? (await Array.fromAsync(glob(name, {cwd}))).sort() : [name];
	if (found.length === 0) {
		throw new GatequakeError(`expected at least one file named ${name}, and there is none`, {
			code: 'NO_FILE',
			exitCode: 2,
			hint: `ls -l ${name}`,
		});
	}

	return found.map((file) => path.resolve(cwd, file));
}

export async function openLog(file: string): Promise<OpenLog> {
	if (file === '-') {
		return {chunks: unpacked(process.stdin), year: new Date().getFullYear()};
	}

	try {
		const handle = await open(file);
		const {mtime} = await handle.stat();
		return {chunks: unpacked(piecesOf(handle)), year: mtime.getFullYear()};
	} catch (error) {
		throw new GatequakeError(
			`expected a log in ${file}, and it cannot be read: ${error instanceof Error ? error.message : String(error)}`,
			{
				code: 'NO_FILE',
				exitCode: 2,
				cause: error,
				hint: 'is the name right, and may you read it (sudo)?',
			},
		);
	}
}

/** One buffer is used for all of the file: a piece is gone when the next one is asked for. */
async function* piecesOf(handle: FileHandle): AsyncGenerator<Buffer> {
	await using file = handle;
	const buffer = Buffer.allocUnsafe(chunkBytes);
	for (;;) {
		const {bytesRead} = await file.read(buffer, 0, chunkBytes);
		if (bytesRead === 0) {
			return;
		}

		yield buffer.subarray(0, bytesRead);
	}
}

async function* unpacked(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
	const source = chunks[Symbol.asyncIterator]();
	const first = await source.next();
	if (first.done === true) {
		return;
	}

	const head = first.value;
	async function* whole(): AsyncGenerator<Buffer> {
		yield head;
		yield* {[Symbol.asyncIterator]: () => source};
	}

	yield* head[0] === 0x1f && head[1] === 0x8b ? gunzipped(whole()) : whole();
}

/** A file that was cut gives what it has. */
async function* gunzipped(packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
	// Packed pieces wait in the stream's queue, so each is one of its own.
	async function* copies(): AsyncGenerator<Buffer> {
		for await (const piece of packed) {
			yield Buffer.from(piece);
		}
	}

	const gunzip = createGunzip({chunkSize: chunkBytes});
	const input = Readable.from(copies());
	input.on('error', (error) => gunzip.destroy(error));
	try {
		for await (const chunk of input.pipe(gunzip)) {
			yield chunk;
		}
	} catch (error) {
		if (!(error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR')) {
			throw error;
		}
	}
}

// Opens a log for reading in chunks: a file, several by a glob, or standard input; packed with gzip or not, which its first bytes say.
import {createReadStream} from 'node:fs';
import {glob, stat} from 'node:fs/promises';
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

const chunkBytes = 1024 * 1024;

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
		const {mtime} = await stat(file);
		return {chunks: unpacked(createReadStream(file, {highWaterMark: chunkBytes})), year: mtime.getFullYear()};
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

async function* unpacked(stream: Readable): AsyncGenerator<Buffer> {
	const source = stream[Symbol.asyncIterator]();
	const first = await source.next();
	if (first.done === true) {
		return;
	}

	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- A stream without an encoding gives buffers.
	const head = first.value as Buffer;
	async function* whole(): AsyncGenerator<Buffer> {
		yield head;
		for await (const chunk of {[Symbol.asyncIterator]: () => source}) {
			yield chunk;
		}
	}

	yield* head[0] === 0x1f && head[1] === 0x8b ? gunzipped(whole()) : whole();
}

/** A file that was cut gives what it has. */
async function* gunzipped(packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
	const gunzip = createGunzip({chunkSize: chunkBytes});
	const input = Readable.from(packed);
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

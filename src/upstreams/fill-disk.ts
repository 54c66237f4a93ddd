// Fills the file system of the app's data to its last byte with a file of ours, and takes that away again.
import {closeSync, openSync, rmSync, statfsSync, writeSync} from 'node:fs';
import {join} from 'node:path';
import {monoMs} from './mono-clock.ts';
import type {FilledData} from './upstream.ts';

const pieceBytes = 64 * 1024;
/** A page: what is left after that, nobody can allocate. */
const smallestBytes = 4096;
/** A disk that others use too is not ours to fill. */
const largestBytes = 256 * 1024 * 1024;

export function fillDisk(folder: string | null, filled: boolean): FilledData {
	if (folder === null) {
		throw new Error('expected an app with a file system for its data, it has none');
	}

	const ballast = join(folder, 'ballast');
	const {blocks, bsize} = statfsSync(folder);
	if (blocks * bsize > largestBytes) {
		throw new Error(`expected a file system of at most ${largestBytes} bytes for the app's data, it has ${blocks * bsize}`);
	}

	const fromMonoMs = monoMs();
	if (filled) {
		writeUntilFull(ballast);
	} else {
		rmSync(ballast, {force: true});
	}

	return {fromMonoMs, toMonoMs: monoMs(), bytes: blocks * bsize, freeBytes: statfsSync(folder).bavail * bsize};
}

function writeUntilFull(path: string): void {
	const descriptor = openSync(path, 'a');
	try {
		for (let bytes = pieceBytes; bytes >= smallestBytes;) {
			if (!wrote(descriptor, bytes)) {
				bytes /= 2;
			}
		}
	} finally {
		closeSync(descriptor);
	}
}

function wrote(descriptor: number, bytes: number): boolean {
	try {
		return writeSync(descriptor, Buffer.alloc(bytes, 1)) === bytes;
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') {
			return false;
		}

		throw error;
	}
}

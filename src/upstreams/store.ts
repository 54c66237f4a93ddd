// Where the app keeps what it commits: one record for each keyed POST, appended to a file and flushed to the disk before it is told
// as committed, as a database does.
import {fsync, mkdirSync, openSync, write} from 'node:fs';
import {join} from 'node:path';

/** A page: a smaller record may still fit into the last page of a full disk. */
const recordBytes = 4096;

export class Store {
	readonly #descriptor: number;

	constructor(folder: string) {
		mkdirSync(folder, {recursive: true});
		this.#descriptor = openSync(join(folder, 'orders'), 'a');
	}

	/** `onDone` hears the kernel's word for what went wrong, such as `ENOSPC`, or null. */
	append(key: string, onDone: (problem: string | null) => void): void {
		write(this.#descriptor, Buffer.alloc(recordBytes, `${key}\n`), 0, recordBytes, null, (problem, written) => {
			if (problem !== null) {
				onDone(problem.code ?? problem.message);
			} else if (written < recordBytes) {
				onDone('ENOSPC');
			} else {
				fsync(this.#descriptor, (unflushed) => {
					onDone(unflushed === null ? null : (unflushed.code ?? unflushed.message));
				});
			}
		});
	}
}

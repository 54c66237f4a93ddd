// The Unix socket of an app, by its path: whether somebody listens on it, and its name taken away, forbidden, and given back.
import {chmodSync, existsSync, openSync, readSync, renameSync, rmSync, statSync} from 'node:fs';
import {connect} from 'node:net';

const listeningFlag = 0x1_00_00;

export class UnixSocket {
	readonly path: string;
	readonly #hiddenPath: string;
	readonly #table = openSync('/proc/net/unix', 'r');
	#buffer = Buffer.alloc(16_384);
	#mode: number | null = null;

	constructor(path: string) {
		this.path = path;
		this.#hiddenPath = `${path}.hidden`;
	}

	/** By the kernel's table, under the name that it was bound to: a socket whose file is gone is listened on all the same. */
	isListening(): boolean {
		let length = 0;
		for (;;) {
			const count = readSync(this.#table, this.#buffer, length, this.#buffer.length - length, length);
			length += count;
			if (count === 0) {
				return isListeningIn(this.#buffer.toString('latin1', 0, length), this.path);
			}

			if (length === this.#buffer.length) {
				this.#buffer = Buffer.concat([this.#buffer], 2 * length);
			}
		}
	}

	/** What a killed app has left: nobody could listen there again. */
	removeStale(): void {
		if (!this.isListening()) {
			rmSync(this.path, {force: true});
		}
	}

	/** `connected`, or the kernel's error, such as `ENOENT`. */
	async tryToConnect(): Promise<string> {
		const tried = Promise.withResolvers<string>();
		const client = connect(this.path, () => {
			tried.resolve('connected');
		});
		client.once('error', (error: NodeJS.ErrnoException) => {
			tried.resolve(error.code ?? error.message);
		});
		try {
			return await tried.promise;
		} finally {
			client.destroy();
		}
	}

	change(change: 'hide' | 'show' | 'deny' | 'allow'): void {
		switch (change) {
			case 'hide': {
				if (existsSync(this.path)) {
					renameSync(this.path, this.#hiddenPath);
				}

				return;
			}

			case 'show': {
				if (!existsSync(this.#hiddenPath)) {
					return;
				}

				// A server that was started meanwhile has made its own.
				if (existsSync(this.path)) {
					rmSync(this.#hiddenPath);
				} else {
					renameSync(this.#hiddenPath, this.path);
				}

				return;
			}

			case 'deny': {
				this.#mode ??= statSync(this.path).mode & 0o777;
				chmodSync(this.path, 0);
				return;
			}

			case 'allow': {
				if (this.#mode !== null && existsSync(this.path)) {
					chmodSync(this.path, this.#mode);
				}

				this.#mode = null;
			}
		}
	}
}

/** `/proc/net/unix`: number, references, protocol, flags, type, state, inode, and the path, which may hold blanks. */
export function isListeningIn(table: string, path: string): boolean {
	return table.split('\n').some((line) => {
		const match = /^\S+ \S+ \S+ ([\dA-F]{8}) \S+ \S+ +\d+ (.*)$/.exec(line);
		return match?.[2] === path && (Number.parseInt(match[1] ?? '0', 16) & listeningFlag) !== 0;
	});
}

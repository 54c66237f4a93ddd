// Holds TCP ports of its network namespace, so that nobody else there gets them for a new connection.
import {once} from 'node:events';
import {createServer} from 'node:net';
import type {Server} from 'node:net';

/** A port whose connection has ended is free for the next one: there is little time to be the first. */
const againEveryMs = 10;

export class PortHolder {
	readonly #held: Server[] = [];
	#missing: readonly number[] = [];
	#again: NodeJS.Timeout | undefined;

	/** All ports from one to another, both included; gives how many are held at once. Those of existing connections follow as they end. */
	async hold(from: number, to: number): Promise<number> {
		this.#missing = Array.from({length: Math.max(0, to - from + 1)}, (_, index) => from + index);
		await this.#takeMissing();
		this.#again = setInterval(() => {
			void this.#takeMissing();
		}, againEveryMs);
		return this.#held.length;
	}

	async release(): Promise<void> {
		clearInterval(this.#again);
		this.#missing = [];
		await Promise.all(this.#held.splice(0).map(async (server) => await once(server.close(), 'close')));
	}

	/** Never rejects. */
	async #takeMissing(): Promise<void> {
		const wanted = this.#missing;
		this.#missing = [];
		const taken = await Promise.all(wanted.map(async (port) => ((await this.#take(port)) ? [] : [port])));
		this.#missing = [...this.#missing, ...taken.flat()];
	}

	async #take(port: number): Promise<boolean> {
		const server = createServer((socket) => socket.destroy());
		try {
			await once(server.listen({port, host: '0.0.0.0'}), 'listening');
			this.#held.push(server);
			return true;
		} catch {
			// Taken by a connection.
			return false;
		}
	}
}

// Clients that hold connections to a port of this network namespace, each with half of a request's head: a server cannot take them for idle.
import {connect} from 'node:net';
import type {Socket} from 'node:net';

/** One that was sent away comes again. */
const againAfterMs = 100;
/** Connections whose other end has not accepted them count too: the kernel made them. */
const gatherWithinMs = 1000;

export class Crowd {
	#wanted = 0;
	#port = 0;
	readonly #sockets = new Set<Socket>();

	/** So many from now on, and those that are there after a moment; 0 sends all away. */
	async gather(port: number, clients: number): Promise<number> {
		this.#port = port;
		this.#wanted = clients;
		for (const socket of clients === 0 ? this.#sockets : []) {
			socket.destroy();
		}

		const missing = clients - this.#sockets.size;
		await Promise.all(Array.from({length: Math.max(0, missing)}, async () => await this.#come()));
		return this.#connected();
	}

	/** Resolves when the connection is made, has failed, or nothing was heard of it for a while. */
	async #come(): Promise<void> {
		const socket = connect({port: this.#port, host: '127.0.0.1'});
		this.#sockets.add(socket);
		const settled = Promise.withResolvers<undefined>();
		const timer = setTimeout(() => {
			settled.resolve(undefined);
		}, gatherWithinMs);
		socket.once('connect', () => {
			socket.write('GET /crowd HTTP/1.1\r\nHost: crowd\r\nX-Unfinished: ');
			settled.resolve(undefined);
		});
		socket.on('error', () => {});
		// What is answered is of no interest.
		socket.resume();
		socket.once('close', () => {
			this.#sockets.delete(socket);
			settled.resolve(undefined);
			setTimeout(() => {
				if (this.#sockets.size < this.#wanted) {
					void this.#come();
				}
			}, againAfterMs);
		});
		await settled.promise;
		clearTimeout(timer);
	}

	#connected(): number {
		return [...this.#sockets].filter(({pending, destroyed}) => !pending && !destroyed).length;
	}
}

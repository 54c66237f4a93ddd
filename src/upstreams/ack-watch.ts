// Waits until the other side has acknowledged all that was sent on a connection. A RST that follows unacknowledged bytes takes a random part
// of them with it.
import type {Socket} from 'node:net';
import {monoMs} from './mono-clock.ts';
import {peersWithUnackedBytes} from './socket-table.ts';

/** One look takes the kernel up to 2 ms, and serves all who wait. */
const lookEveryMs = 20;
/** An answer of a few hundred bytes that is not acknowledged in this time never will be. */
const longestWaitMs = 2000;

interface Waiting {
	readonly socket: Socket;
	readonly untilMonoMs: number;
	readonly onAcked: () => void;
}

export class AckWatch {
	readonly #localPort: number;
	#waiting: Waiting[] = [];
	#timer: NodeJS.Timeout | undefined;

	constructor(localPort: number) {
		this.#localPort = localPort;
	}

	/** Not called any more once the socket is destroyed. */
	whenAcked(socket: Socket, onAcked: () => void): void {
		this.#waiting.push({socket, untilMonoMs: monoMs() + longestWaitMs, onAcked});
		this.#timer ??= setInterval(() => {
			this.#look();
		}, lookEveryMs);
	}

	#look(): void {
		const unacked = peersWithUnackedBytes(this.#localPort);
		const nowMonoMs = monoMs();
		const still: Waiting[] = [];
		for (const waiting of this.#waiting) {
			const {socket} = waiting;
			if (socket.destroyed) {
				continue;
			}

			const isAcked = socket.writableLength === 0 && socket.remotePort !== undefined && !unacked.has(socket.remotePort);
			if (isAcked || nowMonoMs > waiting.untilMonoMs) {
				waiting.onAcked();
			} else {
				still.push(waiting);
			}
		}

		this.#waiting = still;
		if (still.length === 0) {
			clearInterval(this.#timer);
			this.#timer = undefined;
		}
	}
}

// The open connections of an open loop. Used last is used first, so that the pool stays as small as the traffic allows.
import type {Connection} from './connection.ts';

export class ConnectionPool {
	readonly #idle: Connection[] = [];
	readonly #open = new Set<Connection>();

	/** All open connections are idle: none is being opened, none carries a request. */
	get settled(): boolean {
		return this.#idle.length === this.#open.size;
	}

	add(connection: Connection): void {
		this.#open.add(connection);
	}

	release(connection: Connection): void {
		connection.idleIndex = this.#idle.push(connection) - 1;
	}

	takeIdle(): Connection | undefined {
		const connection = this.#idle.pop();
		if (connection !== undefined) connection.idleIndex = -1;
		return connection;
	}

	/** The connection is closed. */
	remove(connection: Connection): void {
		this.#open.delete(connection);
		const index = connection.idleIndex;
		if (index < 0) return;
		connection.idleIndex = -1;
		const last = this.#idle.pop();
		if (last === undefined || last === connection) return;
		last.idleIndex = index;
		this.#idle[index] = last;
	}

	close(): void {
		for (const connection of this.#open) connection.close();
	}
}

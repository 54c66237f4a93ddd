// Another service on the app's port: it answers everything with 200, and has nothing to do with the run.
import {once} from 'node:events';
import type {Server} from 'node:http';

// As in node-app.ts: the import statement would load more.
const {createServer} = process.getBuiltinModule('node:http');

export class OtherService {
	#server: Server | null = null;
	/** Requests so far. */
	answered = 0;

	/** On this port from now on; null: no more. Throws where the port is taken. */
	async serve(port: number | null): Promise<void> {
		const before = this.#server;
		this.#server = null;
		if (before !== null) {
			const closed = once(before, 'close');
			before.close();
			before.closeAllConnections();
			await closed;
		}

		if (port === null) {
			return;
		}

		const server = createServer((request, response) => {
			request.resume();
			this.answered++;
			response.end('another service\n');
		});
		await once(server.listen(port, '0.0.0.0'), 'listening');
		this.#server = server;
	}
}

// The closed-loop instrument, autocannon: each of its connections sends the next request when the answer has come. It finds out how much a
// gateway can answer, and keeps one busy; what clients experience it cannot tell, so nothing of it ever becomes a sample.
import {isIPv6} from 'node:net';
import type {Instance, Result} from 'autocannon';
import {monoNowMs} from './mono-clock.ts';
import {OrderError} from './order-error.ts';
import type {ClosedLoopResult} from '../timeline/sample.ts';
import type {ClosedLoopTarget} from './load.ts';

export class ClosedLoop {
	readonly #connections: number;
	readonly #socketsBefore = openSockets();
	readonly #instance: Instance;
	readonly #result: Promise<Result>;

	private constructor(connections: number, instance: Instance, result: Promise<Result>) {
		this.#connections = connections;
		this.#instance = instance;
		this.#result = result;
	}

	/** Sends for `forMs`, unless it is stopped before. The address is to be resolved already. */
	static async start({host, port, path, tls, connections}: ClosedLoopTarget, forMs: number): Promise<ClosedLoop> {
		if (!Number.isInteger(connections) || connections < 1) {
			throw new OrderError('LOAD_ORDER', `expected at least 1 connection, got ${connections}`);
		}
		const {default: autocannon} = await import('autocannon');
		const {promise, resolve, reject} = Promise.withResolvers<Result>();
		const started = Promise.withResolvers<void>();
		const url = `${tls === null ? 'http' : 'https'}://${isIPv6(host) ? `[${host}]` : host}:${port}${path}`;
		const secure = tls === null ? {} : {servername: tls.serverName, headers: {host: tls.serverName}};
		const options = {url, connections, duration: forMs / 1000, timeout: 5, sampleInt: endsWithinMs, ...secure};
		const instance = autocannon(options, (error: unknown, result) => {
			if (error instanceof Error) reject(error);
			else resolve(result);
		});
		instance.once('start', () => started.resolve());
		// Who stops it is told; until then nobody waits.
		promise.catch(() => {});
		await Promise.race([started.promise, promise]);
		return new ClosedLoop(connections, instance, promise);
	}

	/** Ends it at once. */
	async stop(): Promise<ClosedLoopResult> {
		this.#instance.stop();
		return await this.ended();
	}

	/** Waits for the end, and until its sockets are gone: the open loop must not run among closing connections. */
	async ended(): Promise<ClosedLoopResult> {
		const result = await this.#result;
		await waitForSockets(this.#socketsBefore);
		const answered = result['1xx'] + result['2xx'] + result['3xx'] + result['4xx'] + result['5xx'];
		// A request that a FIN swallowed is counted nowhere; what is still in flight at the end is at most one per connection.
		const swallowed = result.requests.sent - answered - result.errors - this.#connections;
		// After a lost connection it matches answers to the wrong requests.
		const latencyTrusted = result.errors === 0 && result.timeouts === 0 && swallowed <= 0;
		return {
			connections: this.#connections,
			requests: result.requests.sent,
			requestsPerSecond: result['2xx'] / result.duration,
			latencyTrusted,
			latencyP99Ms: latencyTrusted ? result.latency.p99 : null,
			errors: result.errors + result.non2xx + Math.max(0, swallowed),
		};
	}
}

/** It looks this often whether it is to end. */
const endsWithinMs = 100;
const socketsGoneWithinMs = 2000;

async function waitForSockets(before: number): Promise<void> {
	const untilMs = monoNowMs() + socketsGoneWithinMs;
	while (openSockets() > before) {
		if (monoNowMs() > untilMs) {
			throw new OrderError(
				'LOAD_SOCKETS',
				`autocannon left ${openSockets() - before} sockets open, ${socketsGoneWithinMs} ms after its end`,
			);
		}
		const {promise, resolve} = Promise.withResolvers<void>();
		setTimeout(resolve, 10);
		await promise;
	}
}

function openSockets(): number {
	return process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
}

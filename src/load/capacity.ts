// The closed-loop instrument: autocannon finds how many requests per second the gateway can answer. It runs outside the open loop's windows,
// and its latency is not to be quoted once a connection was lost: it then matches answers to the wrong requests.
import {isIPv6} from 'node:net';
import {monoNowMs} from './mono-clock.ts';
import {OrderError} from './order-error.ts';
import type {GeneratorCommand, GeneratorReplyData} from './load.ts';

export type CapacityCommand = Extract<GeneratorCommand, {command: 'capacity'}>;
export type CapacityResult = NonNullable<GeneratorReplyData['capacity']>;

/** Warms up for a quarter of the duration (at most a second), measures, and waits until autocannon's sockets are gone. */
export async function probeCapacity(command: CapacityCommand): Promise<CapacityResult> {
	if (command.durationMs < 1000)
		throw new OrderError('LOAD_ORDER', `expected durationMs of at least 1000 (autocannon counts in seconds), got ${command.durationMs}`);
	if (!Number.isInteger(command.connections) || command.connections < 1) {
		throw new OrderError('LOAD_ORDER', `expected at least 1 connection, got ${command.connections}`);
	}
	const {default: autocannon} = await import('autocannon');
	const host = isIPv6(command.host) ? `[${command.host}]` : command.host;
	const options = {
		url: `http://${host}:${command.port}${command.path}`,
		connections: command.connections,
		timeout: 5,
	};
	const socketsBefore = openSockets();
	await autocannon({...options, duration: Math.min(1, command.durationMs / 4000)});
	const result = await autocannon({...options, duration: command.durationMs / 1000});
	await waitForSockets(socketsBefore);
	const answered = result['1xx'] + result['2xx'] + result['3xx'] + result['4xx'] + result['5xx'];
	// A request that a FIN swallowed is counted nowhere; what is still in flight at the end is at most one per connection.
	const swallowed = result.requests.sent - answered - result.errors - command.connections;
	const latencyTrusted = result.errors === 0 && result.timeouts === 0 && swallowed <= 0;
	return {
		requestsPerSecond: result['2xx'] / result.duration,
		latencyTrusted,
		latencyP99Ms: latencyTrusted ? result.latency.p99 : null,
		errors: result.errors + result.non2xx + Math.max(0, swallowed),
	};
}

const socketsGoneWithinMs = 2000;

/** The open loop must not start among closing connections of the probe. */
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

// An order with small, sound values, for tests that care about one of them.
import type {OpenLoopOrder} from '../../src/load/load.ts';

export function anOrder(load: Partial<OpenLoopOrder['load']> = {}, order: Partial<Omit<OpenLoopOrder, 'load'>> = {}): OpenLoopOrder {
	return {
		load: {
			ratePerSecond: 200,
			arrivals: 'uniform',
			postShare: 0.2,
			timeoutMs: {connect: 1000, firstByte: 2000, body: 2000},
			connections: 'reuse',
			preopen: 0,
			maxInFlight: 4000,
			path: '/item',
			bodyBytes: 16,
			rateSteps: [],
			bodyFile: null,
			otherPath: null,
			retry: null,
			slowClients: null,
			leavingClients: null,
			tls: null,
			generators: 1,
			saturation: null,
			...load,
		},
		host: '127.0.0.1',
		port: 8080,
		maxDurationMs: 60_000,
		seed: 1,
		share: {index: 0, count: 1},
		...order,
	};
}

// Refuses an order that the generator could not carry out in full. It never sends less than was asked for: that would be a lie in every verdict.
import {OrderError} from './order-error.ts';
import {expectedRequests, peakRatePerSecond} from './schedule.ts';
import type {OpenLoopOrder} from './load.ts';

/** What the machine allows; null where it is not known. */
export interface MachineLimits {
	readonly descriptors: number | null;
	/** Free local ports for outgoing connections. */
	readonly ports: number | null;
}

/** Throws an OrderError that says what was expected and what came. */
export function checkOrder(order: OpenLoopOrder, limits: MachineLimits): void {
	checkNumbers(order);
	checkExtras(order);
	checkCapacity(order, limits);
}

/** Descriptors for standard streams, event loops, and connections that are being closed. */
const spareDescriptors = 64;
/** Due times alone are 8 bytes each, and rows are kept by the harness at 29 bytes each. */
const mostRequests = 20_000_000;

function checkNumbers({load, port, maxDurationMs, seed}: OpenLoopOrder): void {
	expect(load.ratePerSecond > 0, 'LOAD_RATE', 'a rate above 0 requests per second', load.ratePerSecond);
	expect(Number.isFinite(load.ratePerSecond), 'LOAD_RATE', 'a finite rate', load.ratePerSecond);
	expect(inUnit(load.postShare), 'LOAD_ORDER', 'postShare between 0 and 1', load.postShare);
	for (const [name, value] of Object.entries(load.timeoutMs)) expect(value > 0, 'LOAD_ORDER', `timeoutMs.${name} above 0`, value);
	const shareOfFresh = typeof load.connections === 'string' ? 0 : load.connections;
	expect(inUnit(shareOfFresh), 'LOAD_ORDER', 'connections as "reuse", "fresh" or a share between 0 and 1', load.connections);
	expect(Number.isInteger(load.maxInFlight) && load.maxInFlight > 0, 'LOAD_ORDER', 'maxInFlight of at least 1', load.maxInFlight);
	expect(Number.isInteger(load.preopen) && load.preopen >= 0, 'LOAD_ORDER', 'preopen of 0 or more', load.preopen);
	expect(Number.isInteger(load.bodyBytes) && load.bodyBytes >= 0, 'LOAD_ORDER', 'bodyBytes of 0 or more', load.bodyBytes);
	expect(/^\/[\u0021-\u007e]*$/.test(load.path), 'LOAD_ORDER', 'a path that starts with / and has no spaces', load.path);
	expect(Number.isInteger(port) && port > 0 && port < 65_536, 'LOAD_ORDER', 'a port between 1 and 65535', port);
	expect(maxDurationMs > 0 && Number.isFinite(maxDurationMs), 'LOAD_ORDER', 'maxDurationMs above 0', maxDurationMs);
	expect(Number.isInteger(seed), 'LOAD_ORDER', 'a whole number as seed', seed);
}

function checkExtras({extras}: OpenLoopOrder): void {
	if (extras === undefined) return;
	let afterMs = 0;
	for (const step of extras.rateSteps ?? []) {
		expect(step.atMs > 0 && step.atMs >= afterMs, 'LOAD_ORDER', 'rateSteps in ascending order, after t0', step.atMs);
		expect(
			step.ratePerSecond >= 0 && Number.isFinite(step.ratePerSecond),
			'LOAD_RATE',
			'a rate of 0 or more in a step',
			step.ratePerSecond,
		);
		expect((step.rampMs ?? 0) >= 0, 'LOAD_ORDER', 'rampMs of 0 or more', step.rampMs);
		afterMs = step.atMs;
	}
	const {retry, slowClients, leavingClients, share} = extras;
	if (retry !== undefined) {
		expect(Number.isInteger(retry.attempts) && retry.attempts >= 1, 'LOAD_ORDER', 'retry.attempts of at least 1', retry.attempts);
		expect(retry.backoffMs >= 0, 'LOAD_ORDER', 'retry.backoffMs of 0 or more', retry.backoffMs);
		expect((retry.factor ?? 1) >= 1, 'LOAD_ORDER', 'retry.factor of at least 1', retry.factor);
		expect((retry.budgetShare ?? 0) >= 0, 'LOAD_ORDER', 'retry.budgetShare of 0 or more', retry.budgetShare);
	}
	if (slowClients !== undefined) {
		expect(inUnit(slowClients.share), 'LOAD_ORDER', 'slowClients.share between 0 and 1', slowClients.share);
		expect(slowClients.pauseMs >= 0, 'LOAD_ORDER', 'slowClients.pauseMs of 0 or more', slowClients.pauseMs);
	}
	if (leavingClients !== undefined) {
		expect(inUnit(leavingClients.share), 'LOAD_ORDER', 'leavingClients.share between 0 and 1', leavingClients.share);
		expect(leavingClients.afterMs >= 0, 'LOAD_ORDER', 'leavingClients.afterMs of 0 or more', leavingClients.afterMs);
	}
	if (share !== undefined) {
		const valid = Number.isInteger(share.count) && Number.isInteger(share.index) && share.index >= 0 && share.index < share.count;
		expect(valid, 'LOAD_ORDER', 'share.index below share.count', `${share.index} of ${share.count}`);
	}
}

function checkCapacity(order: OpenLoopOrder, {descriptors, ports}: MachineLimits): void {
	const {load} = order;
	const rate = peakRatePerSecond(order) / (order.extras?.share?.count ?? 1);
	const longestMs = Math.max(load.timeoutMs.connect, load.timeoutMs.firstByte, load.timeoutMs.body);
	const needed = Math.ceil((rate * longestMs) / 1000);
	const need = `${rate} requests per second with a deadline of ${longestMs} ms need ${needed} in flight when nothing is answered`;
	if (needed > load.maxInFlight) {
		throw new OrderError('LOAD_IN_FLIGHT', `expected maxInFlight to hold them all: ${need}, and maxInFlight is ${load.maxInFlight}`);
	}
	const connections = Math.max(needed, load.preopen) + spareDescriptors;
	if (descriptors !== null && connections > descriptors) {
		throw new OrderError(
			'LOAD_DESCRIPTORS',
			`expected descriptors for ${connections} connections (${need}), and the process may open ${descriptors}`,
		);
	}
	if (ports !== null && connections > ports) {
		throw new OrderError('LOAD_PORTS', `expected ports for ${connections} connections (${need}), and ${ports} are free`);
	}
	const requests = expectedRequests(order);
	if (requests > mostRequests) {
		throw new OrderError('LOAD_TOO_LONG', `expected at most ${mostRequests} requests in a run, and the order has ${Math.round(requests)}`);
	}
}

function expect(valid: boolean, code: string, expected: string, came: unknown): void {
	if (!valid) throw new OrderError(code, `expected ${expected}, got ${JSON.stringify(came) ?? 'nothing'}`);
}

function inUnit(value: number): boolean {
	return value >= 0 && value <= 1;
}

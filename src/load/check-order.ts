// Refuses an order that the generator could not carry out in full. It never sends less than was asked for: that would be a lie in every verdict.
import {OrderError} from './order-error.ts';
import {peakRatePerSecond, scheduleRoom} from './schedule.ts';
import type {LoadPlan} from '../scenario/plan.ts';
import type {OpenLoopOrder} from './load.ts';

/** What the machine allows; null where it is not known. */
export interface MachineLimits {
	readonly descriptors: number | null;
	/** Free local ports for outgoing connections. */
	readonly ports: number | null;
}

/** Throws an OrderError that says what was expected and what came. */
export function checkOrder(order: OpenLoopOrder, limits: MachineLimits): void {
	const {load, port, maxDurationMs, seed, share} = order;
	checkNumbers(load);
	checkSteps(load);
	checkClients(load);
	expect(Number.isInteger(port) && port > 0 && port < 65_536, 'LOAD_ORDER', 'a port between 1 and 65535', port);
	expect(maxDurationMs > 0 && Number.isFinite(maxDurationMs), 'LOAD_ORDER', 'maxDurationMs above 0', maxDurationMs);
	expect(Number.isInteger(seed), 'LOAD_ORDER', 'a whole number as seed', seed);
	const ofAll = Number.isInteger(share.count) && Number.isInteger(share.index) && share.index >= 0 && share.index < share.count;
	expect(ofAll, 'LOAD_ORDER', 'share.index below share.count', `${share.index} of ${share.count}`);
	checkInFlight(load);
	checkMachine(order, limits);
}

/** The requests that are under way when nothing is answered any more must fit under the plan's own cap. */
export function checkInFlight(load: LoadPlan): void {
	const {needed, because} = inFlightOf(load);
	if (needed > load.maxInFlight) {
		throw new OrderError('LOAD_IN_FLIGHT', `expected maxInFlight to hold them all: ${because}, and maxInFlight is ${load.maxInFlight}`);
	}
}

/** Descriptors for standard streams, event loops, and connections that are being closed. */
const spareDescriptors = 64;
/** Due times alone are 8 bytes each, and rows are kept by the harness at 33 bytes each. */
const mostRequests = 20_000_000;

function checkNumbers(load: LoadPlan): void {
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
}

function checkSteps({rateSteps}: LoadPlan): void {
	for (const {times, afterMs, forMs, rampMs} of rateSteps) {
		expect(times >= 0 && Number.isFinite(times), 'LOAD_RATE', 'a step to 0 times the rate or more', times);
		expect(afterMs >= 0, 'LOAD_ORDER', 'rateSteps.afterMs of 0 or more', afterMs);
		expect(rampMs >= 0, 'LOAD_ORDER', 'rateSteps.rampMs of 0 or more', rampMs);
		expect(forMs === null || forMs > 0, 'LOAD_ORDER', 'rateSteps.forMs above 0', forMs);
	}
}

function checkClients({retry, slowClients, leavingClients}: LoadPlan): void {
	if (retry !== null) {
		expect(Number.isInteger(retry.attempts) && retry.attempts >= 1, 'LOAD_ORDER', 'retry.attempts of at least 1', retry.attempts);
		expect(retry.backoffMs >= 0, 'LOAD_ORDER', 'retry.backoffMs of 0 or more', retry.backoffMs);
		expect(retry.factor >= 1, 'LOAD_ORDER', 'retry.factor of at least 1', retry.factor);
		expect((retry.budgetShare ?? 0) >= 0, 'LOAD_ORDER', 'retry.budgetShare of 0 or more', retry.budgetShare);
	}
	if (slowClients !== null) {
		expect(inUnit(slowClients.share), 'LOAD_ORDER', 'slowClients.share between 0 and 1', slowClients.share);
		expect(slowClients.pauseMs >= 0, 'LOAD_ORDER', 'slowClients.pauseMs of 0 or more', slowClients.pauseMs);
	}
	if (leavingClients !== null) {
		expect(inUnit(leavingClients.share), 'LOAD_ORDER', 'leavingClients.share between 0 and 1', leavingClients.share);
		expect(leavingClients.afterMs >= 0, 'LOAD_ORDER', 'leavingClients.afterMs of 0 or more', leavingClients.afterMs);
	}
}

/** Of all generators together. */
function inFlightOf(load: LoadPlan): {readonly needed: number; readonly because: string} {
	const {retry, timeoutMs} = load;
	const rate = peakRatePerSecond(load);
	const tries = retry === null ? 1 : Math.min(retry.attempts, 1 + (retry.budgetShare ?? Number.POSITIVE_INFINITY));
	const longestMs = Math.max(timeoutMs.connect, timeoutMs.firstByte, timeoutMs.body);
	const needed = Math.ceil((rate * tries * longestMs) / 1000);
	const each = tries === 1 ? '' : ` of ${tries} tries each`;
	return {
		needed,
		because: `${rate} requests per second${each} with a deadline of ${longestMs} ms need ${needed} in flight when nothing is answered`,
	};
}

function checkMachine(order: OpenLoopOrder, {descriptors, ports}: MachineLimits): void {
	const {needed, because} = inFlightOf(order.load);
	const connections = Math.ceil(Math.max(needed, order.load.preopen) / order.share.count) + spareDescriptors;
	if (descriptors !== null && connections > descriptors) {
		throw new OrderError(
			'LOAD_DESCRIPTORS',
			`expected descriptors for ${connections} connections (${because}), and the process may open ${descriptors}`,
		);
	}
	if (ports !== null && connections > ports) {
		throw new OrderError('LOAD_PORTS', `expected ports for ${connections} connections (${because}), and ${ports} are free`);
	}
	const requests = scheduleRoom(order);
	if (requests > mostRequests) {
		throw new OrderError('LOAD_TOO_LONG', `expected at most ${mostRequests} requests in a run, and the order has ${requests}`);
	}
}

function expect(valid: boolean, code: string, expected: string, came: unknown): void {
	if (!valid) throw new OrderError(code, `expected ${expected}, got ${JSON.stringify(came) ?? 'nothing'}`);
}

function inUnit(value: number): boolean {
	return value >= 0 && value <= 1;
}

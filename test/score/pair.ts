// Two faults at once, one on each of two apps, from a seed. Both are true, and both should be found among the first three; the first cause
// is right where it is one of the two.
import {appStatus} from '../../src/faults/app-status.ts';
import {cutBody} from '../../src/faults/cut-body.ts';
import type {Fault} from '../../src/faults/fault.ts';
import {freeze} from '../../src/faults/freeze.ts';
import {hang} from '../../src/faults/hang.ts';
import {killContainer} from '../../src/faults/kill-container.ts';
import {kill} from '../../src/faults/kill.ts';
import {pause} from '../../src/faults/pause.ts';
import {reset} from '../../src/faults/reset.ts';
import {sequence} from '../../src/faults/sequence.ts';
import {stop} from '../../src/faults/stop.ts';
import {expect} from '../../src/expectations/expect.ts';
import {bytes} from '../../src/scenario/scenario.ts';
import type {Scenario} from '../../src/scenario/scenario.ts';
import {pick} from './vary.ts';

interface Half {
	/** See truth.ts. */
	readonly truth: readonly string[];
	/** See log-truth.ts. */
	readonly inLogs: readonly string[];
	fault(upstream: string): Fault;
}

/** By the name that stands in the scenario's: `pair-kill-pause`. */
export const halves = {
	kill: {truth: ['app-killed'], inLogs: ['connection_refused'], fault: (upstream) => kill({upstream})},
	gone: {
		truth: ['container-gone'],
		inLogs: ['connection_timeout', 'destination_ip_unroutable', 'dns_timeout', 'dns_error'],
		fault: (upstream) => killContainer({upstream}),
	},
	pause: {
		truth: ['container-paused'],
		inLogs: ['http_response_timeout', 'connection_read_timeout'],
		fault: (upstream) => pause({upstream}),
	},
	freeze: {truth: ['app-stuck'], inLogs: ['http_response_timeout', 'connection_read_timeout'], fault: (upstream) => freeze({upstream})},
	stop: {
		truth: ['app-stopped'],
		inLogs: ['connection_refused', 'connection_terminated'],
		fault: (upstream) => stop({upstream, graceMs: 1000}),
	},
	hang: {truth: ['app-slow'], inLogs: ['http_response_timeout', 'connection_read_timeout'], fault: (upstream) => hang({upstream})},
	error: {truth: ['app-answered-error'], inLogs: ['app-answered'], fault: (upstream) => appStatus({upstream, status: 500})},
	reset: {truth: ['app-closed-early'], inLogs: ['connection_terminated'], fault: (upstream) => reset({upstream})},
	cut: {truth: ['body-cut-by-app'], inLogs: ['http_response_incomplete'], fault: (upstream) => cutBody({upstream})},
} as const satisfies Readonly<Record<string, Half>>;

export type HalfName = keyof typeof halves;

/** Of a scenario's name; null for one with a single fault. */
export function halvesIn(scenario: string): readonly Half[] | null {
	const [, ...names] = /^pair-(\w+)-(\w+)$/.exec(scenario) ?? [];
	const found = Object.entries(halves).flatMap(([name, half]) => (names.includes(name) ? [half] : []));
	return found.length === 2 ? found : null;
}

export function pair(first: HalfName, second: HalfName, random: () => number): Scenario {
	const laterMs = pick([0, 300, 900], random);
	return {
		title: `${first} on one app, ${second} on the other, ${laterMs} ms later`,
		topology: {
			upstreams: [bytes(), bytes()],
			gateway: {
				connectTimeoutMs: pick([400, 1000], random),
				readTimeoutMs: pick([700, 1000, 1500], random),
				failTimeoutMs: pick([500, 1000], random),
				retries: pick(['safe', 'off'] as const, random),
			},
		},
		load: {ratePerSecond: pick([80, 150, 220], random)},
		phases: {baselineMs: 2000, faultMs: pick([2500, 4000], random), recoveryMs: 3000},
		fault: sequence({parts: [{fault: halves[first].fault('app1')}, {fault: halves[second].fault('app2'), atMs: laterMs}]}),
		expect: [expect.noErrors()],
	};
}

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
	/** The scenario that has this fault alone: what is true of it is true of the half. */
	readonly alone: string;
	fault(upstream: string): Fault;
}

/** By the name that stands in the scenario's: `pair-kill-pause`. */
export const halves = {
	kill: {alone: 'upstream-killed', fault: (upstream) => kill({upstream})},
	gone: {alone: 'upstream-container-gone', fault: (upstream) => killContainer({upstream})},
	pause: {alone: 'app-paused', fault: (upstream) => pause({upstream})},
	freeze: {alone: 'app-frozen', fault: (upstream) => freeze({upstream})},
	stop: {alone: 'stop-without-drain', fault: (upstream) => stop({upstream, graceMs: 1000})},
	hang: {alone: 'hang', fault: (upstream) => hang({upstream})},
	error: {alone: 'app-status', fault: (upstream) => appStatus({upstream, status: 500})},
	reset: {alone: 'reset-before-headers', fault: (upstream) => reset({upstream})},
	cut: {alone: 'cut-mid-body', fault: (upstream) => cutBody({upstream})},
} as const satisfies Readonly<Record<string, Half>>;

export type HalfName = keyof typeof halves;

/** Each fault of a scenario, as the name of one that has it alone: of `pair-kill-hang--v7` two, of `hang--v7` one. */
export function faultsIn(scenario: string): readonly string[] {
	const name = scenario.replace(/--.*$/, '');
	const [, ...names] = /^pair-(\w+)-(\w+)$/.exec(name) ?? [];
	const found = Object.entries(halves).flatMap(([half, {alone}]) => (names.includes(half) ? [alone] : []));
	return found.length === 2 ? found : [name];
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

import test from 'ava';
import {runEvents} from '../../src/report/run-events.ts';
import type {GatewayLogEvent, TimelineEvent} from '../../src/timeline/timeline.ts';

function logLine(atMs: number, raw: string): GatewayLogEvent {
	return {kind: 'gateway-log', atMs, uncertaintyMs: 1, level: 'error', raw, requestId: null, cause: null, upstreamAddress: null};
}

test('lines that differ in numbers alone are one entry with its count, until they pause for more than a second', (t) => {
	const lines = [0, 100, 200, 1500, 1600].map((atMs, index) => logLine(atMs, `*${index} connect() failed, gq=${1000 + index}`));
	t.deepEqual(
		runEvents({events: lines}).map(({atMs, toMs, count, kind, part}) => [atMs, toMs, count, kind, part]),
		[
			[0, 200, 3, 'log', 'gateway'],
			[1500, 1600, 2, 'log', 'gateway'],
		],
	);
});

test('lines of two shapes that alternate are two entries', (t) => {
	const lines = Array.from({length: 10}, (_, index) => logLine(index * 10, index % 2 === 0 ? `refused ${index}` : `timed out ${index}`));
	t.deepEqual(
		runEvents({events: lines}).map(({count}) => count),
		[5, 5],
	);
});

test('containers, processes and counters stand in order of time, in words, and a counter of nothing does not', (t) => {
	const events: readonly TimelineEvent[] = [
		{kind: 'counter', atMs: 1, uncertaintyMs: 1, part: 'app1', name: 'memory.oom_kill', value: 0, source: 'x'},
		{kind: 'counter', atMs: 9, uncertaintyMs: 1, part: 'app1', name: 'memory.oom_kill', value: 2, source: 'x'},
		{kind: 'container', atMs: 4, uncertaintyMs: 1, part: 'gateway', action: 'die', exitCode: 137},
		{kind: 'process', atMs: 6, uncertaintyMs: 1, part: 'app1', what: 'port-closed'},
	];
	t.deepEqual(
		runEvents({events}).map(({part, text}) => `${part}: ${text}`),
		['gateway: die, exit code 137', 'app1: port closed', 'app1: memory.oom_kill = 2'],
	);
});

test('lines of a megabyte are cut, and a flood of shapes is bounded', (t) => {
	const lines = Array.from({length: 5000}, (_, index) => logLine(index, 'x'.repeat(index % 700) + 'y'.repeat(1000)));
	const entries = runEvents({events: lines});
	t.true(entries.length <= 200);
	t.true(entries.every(({text}) => text.length <= 400));
});

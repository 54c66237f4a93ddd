import test from 'ava';
import {RestartPolicy} from '../../src/upstreams/restart-policy.ts';
import type {Exit, NextStart} from '../../src/upstreams/restart-policy.ts';
import {restartPolicies} from '../../src/upstreams/app-settings.ts';
import type {RestartPolicyName} from '../../src/upstreams/app-settings.ts';

const settings = {
	restart: 'always',
	restartDelayMs: 500,
	restartMaxDelayMs: 0,
	restartSteps: 0,
	startLimitBurst: 0,
	startLimitIntervalMs: 0,
} as const;

const clean: Exit = {exitCode: 0, signal: null, atMonoMs: 0};
const cleanSignal: Exit = {exitCode: 143, signal: 'SIGTERM', atMonoMs: 0};
const failed: Exit = {exitCode: 1, signal: null, atMonoMs: 0};
const killed: Exit = {exitCode: 137, signal: 'SIGKILL', atMonoMs: 0};

// The table of systemd.service(5): which ends are followed by a start.
const table: Readonly<Record<RestartPolicyName, readonly [Exit, boolean][]>> = {
	no: [
		[clean, false],
		[cleanSignal, false],
		[failed, false],
		[killed, false],
	],
	always: [
		[clean, true],
		[cleanSignal, true],
		[failed, true],
		[killed, true],
	],
	'on-success': [
		[clean, true],
		[cleanSignal, true],
		[failed, false],
		[killed, false],
	],
	'on-failure': [
		[clean, false],
		[cleanSignal, false],
		[failed, true],
		[killed, true],
	],
	'on-abnormal': [
		[clean, false],
		[cleanSignal, false],
		[failed, false],
		[killed, true],
	],
};

for (const policy of restartPolicies) {
	for (const [exit, isStarted] of table[policy]) {
		test(`under '${policy}' an end with ${exit.signal ?? `exit code ${exit.exitCode}`} is ${isStarted ? '' : 'not '}followed by a start`, (t) => {
			const rule = new RestartPolicy({...settings, restart: policy});
			t.deepEqual(rule.next(exit, null), isStarted ? {do: 'start', afterMs: 500} : {do: 'stay-down'});
		});
	}
}

test('an order to kill decides over the policy, and counts from the signal', (t) => {
	t.deepEqual(new RestartPolicy(settings).next({...killed, atMonoMs: 1000}, {restartAtMonoMs: null}), {do: 'stay-down'});
	const never = new RestartPolicy({...settings, restart: 'no'});
	t.deepEqual(never.next({...killed, atMonoMs: 1000}, {restartAtMonoMs: 1300}), {do: 'start', afterMs: 300});
	t.deepEqual(never.next({...killed, atMonoMs: 1000}, {restartAtMonoMs: 900}), {do: 'start', afterMs: 0});
});

test('the delay grows to the longest one in so many steps, by the same factor each, and stays there', (t) => {
	const rule = new RestartPolicy({...settings, restartDelayMs: 100, restartMaxDelayMs: 1600, restartSteps: 4});
	t.deepEqual(
		Array.from({length: 7}, () => delayOf(rule.next(killed, null))),
		[100, 200, 400, 800, 1600, 1600, 1600],
	);
});

test('it grows only where there is a longer delay, steps, and a delay at all', (t) => {
	for (const still of [
		{restartMaxDelayMs: 400},
		{restartMaxDelayMs: 4000},
		{restartSteps: 3},
		{restartDelayMs: 0, restartMaxDelayMs: 4000, restartSteps: 3},
	]) {
		const rule = new RestartPolicy({...settings, ...still});
		const delays = Array.from({length: 5}, () => delayOf(rule.next(killed, null)));
		t.deepEqual(new Set(delays).size, 1, JSON.stringify(still));
	}
});

test('at the limit of starts within its interval it gives up: the first start counts', (t) => {
	const rule = new RestartPolicy({...settings, restartDelayMs: 100, startLimitBurst: 3, startLimitIntervalMs: 10_000});
	rule.startedByHand(0);
	t.deepEqual(
		[1000, 2000, 3000, 4000].map((atMonoMs) => rule.next({...failed, atMonoMs}, null).do),
		['start', 'start', 'give-up', 'give-up'],
	);
});

test('the first start after the interval begins to count anew', (t) => {
	const rule = new RestartPolicy({...settings, restartDelayMs: 100, startLimitBurst: 2, startLimitIntervalMs: 1000});
	rule.startedByHand(0);
	t.deepEqual(
		[500, 1000, 1500, 1900].map((atMonoMs) => rule.next({...failed, atMonoMs}, null).do),
		['start', 'start', 'start', 'give-up'],
	);
});

test('a start by hand forgets what was counted: limit and back-off', (t) => {
	const rule = new RestartPolicy({
		...settings,
		restartDelayMs: 100,
		restartMaxDelayMs: 800,
		restartSteps: 3,
		startLimitBurst: 3,
		startLimitIntervalMs: 60_000,
	});
	rule.startedByHand(0);
	const delays = () => [1000, 2000, 3000].map((atMonoMs) => delayOf(rule.next({...failed, atMonoMs}, null)));
	t.deepEqual(delays(), [100, 200, null]);
	rule.startedByHand(5000);
	t.deepEqual(delays(), [100, 200, null]);
});

function delayOf(next: NextStart): number | null {
	return next.do === 'start' ? Math.round(next.afterMs) : null;
}

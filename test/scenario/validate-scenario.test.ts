import test from 'ava';
import {expect} from '../../src/expectations/expect.ts';
import {kill} from '../../src/faults/kill.ts';
import {bytes, node} from '../../src/scenario/scenario.ts';
import type {Scenario} from '../../src/scenario/scenario.ts';
import {nameExpectations, validateScenario} from '../../src/scenario/validate-scenario.ts';

const minimal: Scenario = {
	title: 'the upstream is killed',
	topology: {upstreams: [node()]},
	phases: {baselineMs: 1000, faultMs: 1000, recoveryMs: 1000},
	fault: kill(),
	expect: [expect.noErrors()],
};

function problemsOf(value: unknown): readonly string[] {
	const checked = validateScenario(value);
	return checked.ok ? [] : checked.problems.map(({path, message, hint}) => `${path}: ${message}${hint === undefined ? '' : ` (${hint})`}`);
}

function pathsOf(changes: Readonly<Record<string, unknown>>): readonly string[] {
	const checked = validateScenario({...minimal, ...changes});
	return checked.ok ? [] : checked.problems.map(({path}) => path);
}

test('the smallest scenario and the fullest one pass, and come back as they are', (t) => {
	t.deepEqual(validateScenario(minimal), {ok: true, scenario: minimal});
	t.deepEqual(
		problemsOf({
			...minimal,
			tags: ['core'],
			topology: {
				upstreams: [
					bytes({port: 9000, memoryBytes: 64 * 1024 * 1024, restart: {policy: 'always', delayMs: 0}, serviceMs: 5}),
					node({memoryBytes: null}),
				],
				gateway: {
					connectTimeoutMs: 500,
					readTimeoutMs: 500,
					retries: 'off',
					upstreamKeepalive: 0,
					responseHeaderBytes: 4096,
					maxFails: 0,
					failTimeoutMs: 0,
					upstreams: ['app2'],
				},
			},
			load: {
				ratePerSecond: 50,
				arrivals: 'poisson',
				postShare: 0,
				timeoutMs: {connect: 1, firstByte: 1, body: 1},
				connections: 0.5,
				preopen: 0,
				maxInFlight: 1,
				path: '/',
				bodyBytes: 0,
				rateSteps: [
					{from: 'fault', times: 5, forMs: 10_000, afterMs: 1, rampMs: 1},
					{from: 'recovery', times: 0, forMs: null},
				],
				bodyFile: 'order.json',
				retry: {attempts: 3, backoffMs: 0, factor: 1.5, budgetShare: null},
				slowClients: {share: 0.1, pauseMs: 100},
				leavingClients: {share: 1, afterMs: 0},
				tls: {serverName: 'shop.test', ca: null},
				generators: 2,
				saturation: {connections: 10, during: 'fault'},
			},
			phases: {warmupMs: 0, baselineMs: 1, faultMs: 1, recoveryMs: 1},
			fault: null,
			capacity: {durationMs: 1000, connections: 1},
			expect: [expect.noErrors(), expect.noErrors({name: 'again'})],
			failsWithoutFault: ['noErrors', 'again'],
		}),
		[],
	);
});

test('what is no object is told as such', (t) => {
	t.deepEqual(
		problemsOf(42),
		['the value'].map((what) => `: ${what} must be an object, not 42`),
	);
	t.is(problemsOf(null).length, 1);
	t.is(problemsOf([minimal]).length, 1);
});

test('what has no default must be there, all of it told at once', (t) => {
	const checked = validateScenario({});
	t.deepEqual(checked.ok ? [] : checked.problems.map(({path}) => path), ['title', 'topology', 'phases', 'fault', 'expect']);
});

test('an unknown key offers the nearest name, at any depth', (t) => {
	t.deepEqual(problemsOf({...minimal, load: {ratePerSeconds: 5}, topology: {upstreams: [{...node(), prot: 1}]}}), [
		'topology.upstreams[0].prot: unknown option `prot` in `topology.upstreams[0]` (did you mean `port`?)',
		'load.ratePerSeconds: unknown option `ratePerSeconds` in `load` (did you mean `ratePerSecond`?)',
	]);
});

const wrong: readonly (readonly [path: string, changes: Readonly<Record<string, unknown>>])[] = [
	['title', {title: ' '}],
	['tags[0]', {tags: [1]}],
	['topology.upstreams', {topology: {upstreams: []}}],
	['topology.upstreams[0].kind', {topology: {upstreams: [{kind: 'jetty'}]}}],
	['topology.upstreams[0].memoryBytes', {topology: {upstreams: [node({memoryBytes: 1024})]}}],
	['topology.upstreams[0].restart.delayMs', {topology: {upstreams: [{kind: 'node', restart: {policy: 'always'}}]}}],
	['topology.gateway.readTimeoutMs', {topology: {upstreams: [node()], gateway: {readTimeoutMs: 0}}}],
	['topology.gateway.retries', {topology: {upstreams: [node()], gateway: {retries: 'sometimes'}}}],
	['load.ratePerSecond', {load: {ratePerSecond: '200'}}],
	['load.ratePerSecond', {load: {ratePerSecond: Number.NaN}}],
	['load.connections', {load: {connections: 2}}],
	['load.rateSteps', {load: {rateSteps: {from: 'fault', times: 2}}}],
	['load.rateSteps[0].from', {load: {rateSteps: [{from: 'baseline', times: 2}]}}],
	['load.rateSteps[0].times', {load: {rateSteps: [{from: 'fault'}]}}],
	['load.rateSteps[0].forMs', {load: {rateSteps: [{from: 'fault', times: 2, forMs: 0}]}}],
	['load.bodyFile', {load: {bodyFile: 5}}],
	['load.retry.attempts', {load: {retry: {attempts: 1, backoffMs: 5}}}],
	['load.retry.backoffMs', {load: {retry: {attempts: 2}}}],
	['load.slowClients.share', {load: {slowClients: {share: 2, pauseMs: 1}}}],
	['load.leavingClients.afterMs', {load: {leavingClients: {share: 0.1}}}],
	['load.tls.serverName', {load: {tls: {}}}],
	['load.generators', {load: {generators: 0}}],
	['load.saturation.during', {load: {saturation: {during: 'recovery'}}}],
	['load.path', {load: {path: 'items'}}],
	['load.path', {load: {path: '/items?page=1'}}],
	['load.timeoutMs.body', {load: {timeoutMs: {connect: 1, firstByte: 1}}}],
	['phases.faultMs', {phases: {baselineMs: 1, faultMs: -1, recoveryMs: 1}}],
	['fault', {fault: 'kill'}],
	['fault', {fault: {kind: 'kill'}}],
	['fault', {fault: {kind: 'kill', describe: 'no way to inject it', check: () => []}}],
	['capacity.durationMs', {capacity: {durationMs: 1}}],
	['expect', {expect: []}],
	['expect[0]', {expect: ['noErrors']}],
];

for (const [path, changes] of wrong) {
	test(`${path} is checked: not ${JSON.stringify(changes)}`, (t) => {
		t.deepEqual(pathsOf(changes), [path]);
	});
}

test('an unknown expectation offers the nearest one, and options of a known one are checked by its rule', (t) => {
	t.deepEqual(problemsOf({...minimal, expect: [{kind: 'outages', options: {}}]}), [
		'expect[0]: there is no expectation `outages` (did you mean `outage`?)',
	]);
	t.deepEqual(pathsOf({expect: [expect.noErrors(), {kind: 'recovery', options: {withinMS: 1000}}]}), [
		'expect[1].withinMS',
		// The rule's own: one of its options at least must be given.
		'expect[1]',
	]);
});

test('names of upstreams and of expectations must be those of this scenario', (t) => {
	t.deepEqual(
		problemsOf({
			...minimal,
			topology: {upstreams: [node(), node()], gateway: {upstreams: ['app2', 'app3']}},
			failsWithoutFault: ['noErrors', 'errors'],
		}),
		[
			'topology.gateway.upstreams[1]: there is no upstream `app3` (this scenario has app1, app2)',
			'failsWithoutFault[1]: there is no expectation `errors` (this scenario has noErrors)',
		],
	);
});

test('a gateway can lead to apps and to gateways further in, and to no others', (t) => {
	const inner = [
		{kind: 'nginx', upstreams: ['inner2', 'app1']},
		{kind: 'haproxy', backups: ['inner1'], weights: {app3: 2}},
	];
	t.deepEqual(problemsOf({...minimal, topology: {upstreams: [node()], gateway: {upstreams: ['inner1', 'inner3']}, inner}}), [
		'topology.gateway.upstreams[1]: there is no upstream `inner3` (this scenario has app1, inner1, inner2)',
		'topology.inner[1].backups[0]: there is no upstream `inner1` (this scenario has app1)',
		'topology.inner[1].weights[0]: there is no upstream `app3` (this scenario has app1)',
	]);
});

test('an inner gateway has a kind, and speaks no TLS to those before it', (t) => {
	t.deepEqual(pathsOf({topology: {upstreams: [node()], inner: [{kind: 'nginx', tls: true}, {}]}}), [
		'topology.inner[0].tls',
		'topology.inner[1].kind',
	]);
});

test('expectations are called by their name, else by their kind, the second of a kind with a number', (t) => {
	t.deepEqual(
		nameExpectations([expect.noErrors(), expect.noErrors({window: 'fault'}), expect.noErrors({name: 'quiet'}), expect.noErrors()]),
		['noErrors', 'noErrors#2', 'quiet', 'noErrors#3'],
	);
});

test('two expectations never share a name, even where one is called like the number of another', (t) => {
	const names = nameExpectations([expect.noErrors(), expect.noErrors({name: 'noErrors#2'}), expect.noErrors()]);
	t.is(new Set(names).size, 3);
});

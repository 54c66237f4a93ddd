// Scenarios on a stack that is not ours: what they are checked for, and what becomes of them in a plan.
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {expect} from '../../src/expectations/expect.ts';
import {faults} from '../../src/faults/faults.ts';
import {drop} from '../../src/faults/drop.ts';
import {gatewayKill} from '../../src/faults/gateway-kill.ts';
import {kill} from '../../src/faults/kill.ts';
import {killContainer} from '../../src/faults/kill-container.ts';
import {reject} from '../../src/faults/reject.ts';
import {gateways} from '../../src/gateways/gateways.ts';
import {nginx} from '../../src/gateways/nginx.ts';
import {makePlans} from '../../src/scenario/make-plans.ts';
import type {PlanOptions, PlannedRun} from '../../src/scenario/make-plans.ts';
import {plainPlanOptions} from '../../src/scenario/plan-options.ts';
import {node} from '../../src/scenario/scenario.ts';
import type {Scenario} from '../../src/scenario/scenario.ts';
import {attach, compose, external} from '../../src/scenario/stack.ts';
import {runScenario} from '../../src/run/run-scenario.ts';
import {validateScenario} from '../../src/scenario/validate-scenario.ts';

const options = plainPlanOptions({gateways: [nginx], knownGateways: gateways, seed: 1});
const shop = attach({
	gateway: 'shop-proxy-1',
	upstreams: ['shop-api-1:3000', 'shop-api-2'],
	url: 'https://localhost:8443/items',
	software: 'nginx',
});

function scenario(changes: Partial<Scenario>): Scenario {
	return {
		title: 'on a stack of theirs',
		topology: shop,
		phases: {baselineMs: 1000, faultMs: 1000, recoveryMs: 1000},
		fault: drop(),
		expect: [expect.slo({errorShare: [0, 0.1]})],
		...changes,
	};
}

const file = fileURLToPath(import.meta.url);

function planned(changes: Partial<Scenario>, more: Partial<PlanOptions> = {}): PlannedRun {
	const [run] = makePlans([{name: 'theirs', file, scenario: scenario(changes)}], {...options, ...more}).runs;
	if (run === undefined) throw new Error('no run was planned');
	return run;
}

function problemsOf(value: unknown): readonly string[] {
	const checked = validateScenario(value);
	return checked.ok ? [] : checked.problems.map(({path}) => path);
}

test('a config beside a stack is for the scenarios that have none, and is refused where there is nobody whom it is for', (t) => {
	const own = {name: 'own', file, scenario: scenario({topology: {upstreams: [node()]}})};
	const theirs = {name: 'theirs', file, scenario: scenario({})};
	const configs = [
		{label: 'mine', file: '/etc/nginx.conf', text: 'events {}\nhttp { server { location / { proxy_pass http://app1:8080; } } }\n'},
	];
	const {runs, configs: labels} = makePlans([own, theirs], {...options, configs});
	t.deepEqual(
		runs.map(({plan}) => [plan.scenario, plan.gateway.config.label]),
		[
			['own', 'mine'],
			['theirs', 'default'],
		],
	);
	t.deepEqual(labels, ['mine', 'default']);
	t.throws(() => makePlans([theirs], {...options, configs}), {message: /--config and --set are told to gateways that Gatequake starts/});
});

test('attach, compose and external make topologies that can be run', (t) => {
	for (const topology of [shop, compose('compose.yaml', {gateway: 'proxy', url: 'http://proxy/'}), external('https://shop.example/')]) {
		t.deepEqual(problemsOf(scenario({topology})), []);
	}
});

test('what is wrong with a stack is told by its place', (t) => {
	const wrong = (stack: object) => problemsOf(scenario({topology: {...shop, stack: {...shop.stack, ...stack}}}));
	t.deepEqual(wrong({url: 'localhost:8080'}), ['topology.stack.url']);
	t.deepEqual(wrong({url: 'http://user:secret@localhost/'}), ['topology.stack.url']);
	t.deepEqual(wrong({url: 'http://:secret@localhost/'}), ['topology.stack.url']);
	t.deepEqual(wrong({url: 'http://localhost/?q=1'}), ['topology.stack.url']);
	// A zone is of one machine, and no URL has it.
	t.deepEqual(wrong({url: 'http://[fe80::1%25eth0]/'}), ['topology.stack.url']);
	t.deepEqual(wrong({gateway: 'a proxy'}), ['topology.stack.gateway']);
	t.deepEqual(wrong({upstreams: ['']}), ['topology.stack.upstreams[0]']);
	t.deepEqual(wrong({gatewey: 'proxy'}), ['topology.stack.gatewey']);
	t.deepEqual(problemsOf(scenario({topology: {...shop, gateway: {retries: 'off'}}})), ['topology.gateway']);
});

test('a plan names the containers by part, and its load is careful', (t) => {
	const {plan} = planned({});
	t.deepEqual(plan.stack, {
		by: 'attach',
		composeFile: null,
		url: 'https://localhost:8443/items',
		containers: {gateway: 'shop-proxy-1', app1: 'shop-api-1', app2: 'shop-api-2'},
		ownStatuses: [],
	});
	t.like(plan.load, {path: '/items', postShare: 0, ratePerSecond: 50, tls: {serverName: 'localhost'}});
	t.deepEqual(
		plan.upstreams.map(({name, kind, port, abilities}) => [name, kind, port, abilities]),
		[
			['app1', 'foreign', 3000, []],
			['app2', 'foreign', 0, []],
		],
	);
	t.like(plan.gateway, {name: 'nginx', foreign: {container: 'shop-proxy-1', logRead: true}, config: {text: ''}});
	t.is(plan.repro, 'npx gatequake run test/scenario/stack.test.ts --seed 1');
	t.like(planned({load: {postShare: 0.5, path: '/cart'}}).plan.load, {postShare: 0.5, path: '/cart'});
});

test('a stack brings its own gateway: it is planned once, whatever gateways the call names', (t) => {
	t.is(makePlans([{name: 'theirs', file, scenario: scenario({})}], {...options, gateways: Object.values(gateways)}).runs.length, 1);
});

test('the compose file stands beside the scenario', (t) => {
	const missing = scenario({topology: compose('no-compose.yaml', {gateway: 'proxy', upstreams: ['api'], url: 'http://proxy/'})});
	t.throws(() => makePlans([{name: 'theirs', file, scenario: missing}], options), {
		message: /there is no compose file .*test\/scenario\/no-compose\.yaml/,
	});
});

test('a fault that needs a program inside the container is refused, with what can be used instead', (t) => {
	t.throws(() => planned({fault: kill()}), {
		message: /kill needs a program of Gatequake's inside the container, and this stack is yours: use killContainer\(\)/,
	});
	t.throws(() => planned({fault: reject({with: 'port-unreachable'})}), {
		message: /reject with these options needs settings .* reject\(\{with: 'rst'\}\)/,
	});
	t.notThrows(() => planned({fault: reject()}));
	t.throws(() => planned({fault: killContainer({upstream: 'app3'})}), {
		message: /kill-container acts on `app3`, and the topology has app1, app2/,
	});
});

test('these faults and no others act on a stack that is not ours', (t) => {
	const {plan} = planned({});
	const usable = Object.entries(faults).flatMap(([kind, {make}]) => (make().check(plan).length === 0 ? [kind] : []));
	t.deepEqual(usable.toSorted(), [
		'bandwidth',
		'conntrack-full',
		'cpu-quota',
		'delay',
		'dns-dead',
		'drop',
		'gateway-kill',
		'kill-container',
		'loss',
		'partition',
		'pause',
		'reject',
		'reset-established',
	]);
});

test('an external gateway has no container to act on, and its upstreams may have', (t) => {
	const topology = external('https://shop.example/', {upstreams: ['origin:8080'], software: 'cloudflare'});
	t.throws(() => planned({topology, fault: gatewayKill()}), {message: /an external gateway has none here/});
	t.throws(() => planned({topology, fault: drop({part: 'gateway'})}), {message: /an external one has no container here: name an upstream/});
	const {plan} = planned({topology, expect: [expect.errors({cause: 'connection_timeout', by: 'gateway'})]});
	t.deepEqual(plan.expectations[0]?.answers, [522]);
	t.deepEqual(plan.stack?.containers, {app1: 'origin'});
	t.true(plan.stack?.ownStatuses.includes(522));
});

test('an expectation that is read in journals is refused, and one that needs a log where none can be read', (t) => {
	t.throws(() => planned({expect: [expect.ledger({lost: 0})]}), {message: /ledger: it is read in the journals .* your own database/});
	t.throws(() => planned({expect: [expect.slo({lost: 0})]}), {message: /slo: .* leave `duplicated` and `lost` out/});
	t.notThrows(() => planned({expect: [expect.status({is: 502, by: 'gateway'}), expect.cause({is: 'connection_refused'})]}));
	const topology = attach({gateway: 'proxy', upstreams: ['api'], url: 'http://proxy/'});
	t.throws(() => planned({topology, expect: [expect.status({is: 502, by: 'gateway'})]}), {
		message: /status: who made an error, and why.*software/,
	});
	t.throws(() => planned({topology, expect: [expect.cause({is: 'connection_refused'})]}), {
		message: /cause: it is read in the gateway's log/,
	});
	t.notThrows(() => planned({topology, expect: [expect.status({is: 502})]}));
});

test('what would flood a stack, and what is told to gateways of ours, is refused', (t) => {
	t.throws(() => planned({capacity: {}}), {message: /capacity: .* not done to a stack of yours/});
	t.throws(() => planned({load: {saturation: {}}}), {message: /load\.saturation: .* not done to a stack of yours/});
	t.throws(() => planned({}, {settings: [{option: 'readTimeoutMs', values: [1000]}]}), {message: /this one is yours/});
	t.throws(() => planned({topology: {...shop, stack: {...shop.stack, software: 'ngnix'}}}), {
		message: /there is no `ngnix`: write one of nginx/,
	});
});

test('from within a test, what acts on containers of others needs a word, and nothing is asked of an engine before', async (t) => {
	const unreachable = new URL('../../examples/your-own-stack/api-unreachable.ts', import.meta.url);
	await t.throwsAsync(runScenario(unreachable), {code: 'NOT_AGREED', message: /api-unreachable may act on containers of yours/});
});

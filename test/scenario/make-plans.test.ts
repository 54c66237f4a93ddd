import path from 'node:path';
import test from 'ava';
import {readRunFlags} from '../../src/cli/run-flags.ts';
import {GatequakeError} from '../../src/error.ts';
import {expect} from '../../src/expectations/expect.ts';
import {kill} from '../../src/faults/kill.ts';
import {linkDown} from '../../src/faults/link-down.ts';
import {reset} from '../../src/faults/reset.ts';
import {gateways} from '../../src/gateways/gateways.ts';
import {nginx} from '../../src/gateways/nginx.ts';
import type {GatewayKind} from '../../src/gateways/gateway.ts';
import {defaultCapacity, defaultGatewayOptions, defaultLoad, defaultUpstream, defaultWarmupMs} from '../../src/scenario/defaults.ts';
import {loadScenarios} from '../../src/scenario/load-scenario.ts';
import type {LoadedScenario} from '../../src/scenario/load-scenario.ts';
import {makePlans} from '../../src/scenario/make-plans.ts';
import type {PlanOptions} from '../../src/scenario/make-plans.ts';
import {plainPlanOptions} from '../../src/scenario/plan-options.ts';
import {bytes, gunicorn, node, phpFpm, postgres, uwsgi} from '../../src/scenario/scenario.ts';
import type {Scenario, Upstream} from '../../src/scenario/scenario.ts';
import {servers} from '../../src/servers/servers.ts';

const options = plainPlanOptions({gateways: [nginx], knownGateways: {...gateways, other: nginx}, seed: 7});

/** A gateway like nginx, which refuses with 503 and knows no other cause. */
const other: GatewayKind = {...nginx, name: 'other', semantics: {connection_refused: {answers: [503]}}};

const ownConfig = {label: 'mine', file: '/srv/my nginx.conf', text: 'events {} http { server { listen 9090; } }'};

function loaded(changes: Partial<Scenario> = {}, name = 'killed'): LoadedScenario {
	return {
		name,
		file: path.resolve(`scenarios/${name}.ts`),
		scenario: {
			title: 'the upstream is killed',
			topology: {upstreams: [node(), node()]},
			phases: {baselineMs: 1000, faultMs: 1000, recoveryMs: 1000},
			fault: kill(),
			expect: [expect.errors({cause: 'connection_refused', share: [0.9, 1]})],
			...changes,
		},
	};
}

function planOf(changes: Partial<Scenario> = {}, more: Partial<PlanOptions> = {}) {
	const [planned] = makePlans([loaded(changes)], {...options, ...more}).runs;
	if (planned === undefined) {
		throw new Error('no plan was made');
	}

	return planned;
}

test('the matrix is scenario by gateway by config by repeat, each cell with an id of its own', (t) => {
	const {runs: planned} = makePlans([loaded(), loaded({}, 'again')], {
		...options,
		gateways: [nginx, other],
		configs: [ownConfig, {...ownConfig, label: 'yours'}],
		repeat: 3,
	});
	t.is(planned.length, 2 * 2 * 2 * 3);
	t.is(new Set(planned.map(({plan}) => plan.id)).size, 24);
	t.deepEqual(
		planned
			.slice(0, 4)
			.map(({plan}) => plan.id)
			.toSorted(),
		['killed.nginx.mine.1', 'killed.nginx.yours.1', 'killed.other.mine.1', 'killed.other.yours.1'],
	);
	t.is(planned.at(-1)?.plan.scenario, 'again');
	t.is(planned.at(-1)?.plan.repeat, 3);
});

test('two cells that would be called the same, and saved in the same place, are refused', (t) => {
	const same = {instanceOf: GatequakeError, message: /two runs would be called `killed\.nginx\.default\.1`/};
	t.is(t.throws(() => makePlans([loaded(), {...loaded(), file: '/elsewhere/killed.ts'}], options), same).code, 'BAD_SCENARIO');
	const labels = {instanceOf: GatequakeError, message: /two runs would be called `killed\.nginx\.mine\.1`/};
	t.throws(() => makePlans([loaded()], {...options, configs: [ownConfig, {...ownConfig, file: '/srv/b.conf'}]}), labels);
});

test('every default stands in the plan', (t) => {
	const {plan} = planOf();
	t.deepEqual(plan.load, defaultLoad);
	t.is(plan.phases.warmupMs, defaultWarmupMs);
	t.deepEqual(plan.upstreams, [
		{...defaultUpstream, kind: 'node', protocol: 'http', abilities: servers['node']?.abilities, name: 'app1'},
		{...defaultUpstream, kind: 'node', protocol: 'http', abilities: servers['node']?.abilities, name: 'app2'},
	]);
	t.deepEqual(plan.gateway.options, {...defaultGatewayOptions, upstreams: ['app1', 'app2']});
	t.is(plan.capacityProbe, null);
	t.deepEqual(plan.tags, []);
	t.deepEqual(plan.sensitive, []);
	t.is(plan.gateway.image, null);
	t.is(plan.seed, 7);
	t.is(plan.mode, 'as-written');
});

test('what the scenario says goes before the defaults, and --rate before both', (t) => {
	const said: Partial<Scenario> = {
		topology: {upstreams: [bytes({serviceMs: 5})], gateway: {retries: 'off'}},
		load: {ratePerSecond: 50, postShare: 0},
		phases: {warmupMs: 0, baselineMs: 1, faultMs: 2, recoveryMs: 3},
		capacity: {connections: 3},
		tags: ['core'],
		failsWithoutFault: ['errors'],
	};
	const {plan} = planOf(said);
	t.deepEqual(plan.load, {...defaultLoad, ratePerSecond: 50, postShare: 0});
	t.deepEqual(plan.phases, {warmupMs: 0, baselineMs: 1, faultMs: 2, recoveryMs: 3});
	t.deepEqual(plan.upstreams, [
		{...defaultUpstream, kind: 'bytes', protocol: 'http', abilities: servers['bytes']?.abilities, name: 'app1', serviceMs: 5},
	]);
	t.is(plan.gateway.options.retries, 'off');
	t.deepEqual(plan.capacityProbe, {...defaultCapacity, connections: 3});
	t.deepEqual(plan.sensitive, ['errors']);
	t.is(planOf(said, {ratePerSecond: 20}).plan.load.ratePerSecond, 20);
});

test('an option that is there and undefined has its default', (t) => {
	// The compiler forbids it, and scenario files run unchecked.
	const unset: {readonly [key: string]: never} = JSON.parse('{}');
	const {plan} = planOf({
		load: {ratePerSecond: unset['value']!},
		topology: {upstreams: [node({memoryBytes: unset['value']!})], gateway: {retries: unset['value']!}},
	});
	t.is(plan.load.ratePerSecond, defaultLoad.ratePerSecond);
	t.is(plan.upstreams[0]?.memoryBytes, null);
	t.is(plan.gateway.options.retries, defaultGatewayOptions.retries);
});

test("expectations are named, and their causes are turned into this gateway's own answers", (t) => {
	const scenario: Partial<Scenario> = {
		expect: [
			expect.errors({cause: 'connection_refused', share: [0.9, 1]}),
			expect.errors({cause: 'connection_refused', share: [0, 1]}),
			expect.recovery({withinMs: 1000}),
		],
	};
	const {runs: planned} = makePlans([loaded(scenario)], {...options, gateways: [nginx, other]});
	t.deepEqual(
		planned.map(({plan}) => plan.expectations.map(({name, answers}) => [name, answers])),
		[
			[
				['errors', [502]],
				['errors#2', [502]],
				['recovery', undefined],
			],
			[
				['errors', [503]],
				['errors#2', [503]],
				['recovery', undefined],
			],
		],
	);
});

test('a cause that a gateway has no answer for, and a fault that cannot apply, are told together, once each', (t) => {
	const error = t.throws(
		() =>
			makePlans([loaded({fault: reset({upstream: 'app9'}), expect: [expect.errors({cause: 'dns_error', share: [0, 1]})]})], {
				...options,
				gateways: [other],
				repeat: 3,
			}),
		{instanceOf: GatequakeError},
	);
	t.is(error?.exitCode, 2);
	const lines = error?.message.split('\n') ?? [];
	t.is(lines.length, 2);
	t.regex(lines[0] ?? '', /killed\.ts: fault\.upstream: reset acts on `app9`/);
	t.regex(lines[1] ?? '', /killed\.ts: expect\[0\]: other has no known answer for the cause `dns_error`/);
});

test("a user's own config is taken as it is, with the port that it listens on; the rendered one has the default label", (t) => {
	const mine = planOf({}, {configs: [ownConfig], images: {nginx: ['nginx:1.29']}}).plan.gateway;
	t.deepEqual(
		[mine.config.label, mine.config.file, mine.config.text, mine.port, mine.image],
		['mine', ownConfig.file, ownConfig.text, 9090, 'nginx:1.29'],
	);
	const rendered = planOf().plan.gateway;
	t.deepEqual([rendered.config.label, rendered.config.file, rendered.port], ['default', null, nginx.port]);
	t.not(rendered.config.hash, mine.config.hash);
	t.is(rendered.config.hash, planOf().plan.gateway.config.hash);
});

test('a fault on the link of an upstream leads the gateway there, with the fault and where it is withheld; a control beside it, too', (t) => {
	const plans = [
		planOf({fault: linkDown({upstreams: ['app2']})}),
		planOf({fault: linkDown({upstreams: ['app2']})}, {instead: {mode: 'withheld'}}),
		...makePlans([loaded({fault: linkDown({upstreams: ['app2']})})], {...options, controls: true}).runs,
	];
	for (const {plan} of plans) {
		t.deepEqual(plan.links, [{name: 'app2', host: 'link', port: 18_082, to: 'app2:8080'}]);
		t.deepEqual(
			plan.gateway.endpoints.map(({host, port}) => `${host}:${port}`),
			['app1:8080', 'link:18082'],
		);
		t.regex(plan.gateway.config.text, /server link:18082/);
		t.notRegex(plan.gateway.config.text, /app2:8080/);
	}

	t.is(plans.filter(({fault}) => fault === null).length, 1);
	t.deepEqual(planOf().plan.links, []);
});

test("a fault on a link that a user's own config goes round is refused, with what to write", (t) => {
	const error = t.throws(() => planOf({fault: linkDown()}, {configs: [ownConfig]}), {instanceOf: GatequakeError});
	t.is(
		error.message,
		'/srv/my nginx.conf: the fault acts on the link before app1, and this config reaches app1 directly: write `link:18081` instead of `app1:8080`',
	);
	const through = {...ownConfig, text: `${ownConfig.text} # link:18081`};
	t.is(planOf({fault: linkDown()}, {configs: [through]}).plan.links.length, 1);
});

const inARow = {upstreams: [node(), node()], inner: [{kind: 'nginx', readTimeoutMs: 3000}, {kind: 'haproxy'}]};

test('gateways behind the one under test are its upstreams, and the apps are theirs; each is rendered from its own options', (t) => {
	const {plan, innerKinds} = planOf({topology: {...inARow, gateway: {readTimeoutMs: 500}}});
	t.deepEqual(plan.gateway.options.upstreams, ['inner1', 'inner2']);
	t.regex(plan.gateway.config.text, /server inner1:8080 .*\n.*server inner2:8080 /);
	t.notRegex(plan.gateway.config.text, /app1/);
	t.regex(plan.gateway.config.text, /proxy_read_timeout 500ms/);
	t.deepEqual(
		plan.inner.map(({part, name, image, options: {upstreams, readTimeoutMs}}) => ({part, name, image, upstreams, readTimeoutMs})),
		[
			{part: 'inner1', name: 'nginx', image: null, upstreams: ['app1', 'app2'], readTimeoutMs: 3000},
			{part: 'inner2', name: 'haproxy', image: null, upstreams: ['app1', 'app2'], readTimeoutMs: 1000},
		],
	);
	t.regex(plan.inner[0]?.config.text ?? '', /server app1:8080 .*\n.*server app2:8080 /);
	t.deepEqual(
		innerKinds.map(({name}) => name),
		['nginx', 'haproxy'],
	);
	t.deepEqual(planOf().plan.inner, []);
});

test('a gateway can lead to an app and to a gateway, and that one to one further in', (t) => {
	const [first, second] = inARow.inner.map((gateway, index) => ({...gateway, upstreams: index === 0 ? ['inner2'] : ['app2']}));
	const {plan} = planOf({topology: {...inARow, gateway: {upstreams: ['inner1', 'app1']}, inner: [first!, second!]}});
	t.regex(plan.gateway.config.text, /server inner1:8080 .*\n.*server app1:8080 /);
	t.regex(plan.inner[0]?.config.text ?? '', /server inner2:8080 /);
	t.notRegex(plan.inner[0]?.config.text ?? '', /app\d/);
	t.regex(plan.inner[1]?.config.text ?? '', /server app2 app2:8080 /);
});

test('what an inner gateway cannot do, and a kind that there is not, is refused with the reason', (t) => {
	const inner = [{kind: 'nginxx'}, {kind: 'nginx', queue: {length: 1, timeoutMs: 1}}, {kind: 'traefik'}];
	const error = t.throws(() => planOf({topology: {upstreams: [node({listen: 'unix'})], inner}}), {instanceOf: GatequakeError});
	t.regex(error.message, /topology\.inner\[0\]: there is no gateway `nginxx`; did you mean `nginx`\?/);
	t.regex(error.message, /topology\.inner\[1\]\.queue: nginx has no such option: /);
	t.regex(error.message, /topology\.inner\[2\]: traefik cannot reach these apps: /);
});

test('what only an inner gateway has to reach, the one under test need not know', (t) => {
	const poor: GatewayKind = {...other, lacks: {unix: 'it knows only hosts and ports'}};
	const topology = {upstreams: [node({listen: 'unix'})], inner: [{kind: 'nginx'}]};
	const order = {...options, gateways: [poor]};
	t.is(makePlans([loaded({topology})], order).runs.length, 1);
	t.is(makePlans([loaded({topology: {...topology, gateway: {upstreams: ['inner1', 'app1']}}})], order).skipped.length, 1);
});

test('a gateway that leads to another one and to apps speaks plain HTTP to both', (t) => {
	const topology = {
		upstreams: [phpFpm()],
		gateway: {upstreams: ['inner1', 'app1'], upstreamKeepalive: 0},
		inner: [{kind: 'nginx', upstreamKeepalive: 0}],
	};
	t.throws(() => planOf({topology}), {message: /topology\.gateway\.upstreams: a gateway that leads to another gateway speaks plain HTTP/});
	const {plan} = planOf({topology: {...topology, gateway: {}}});
	t.regex(plan.gateway.config.text, /proxy_pass/);
	t.regex(plan.inner[0]?.config.text ?? '', /fastcgi_pass/);
});

test('causes of errors by an inner gateway are answered from its own table', (t) => {
	const expectation = expect.errors({cause: 'connection_refused', by: 'inner'});
	const {plan} = planOf({topology: inARow, expect: [expectation]}, {gateways: [other]});
	t.deepEqual(plan.expectations[0]?.answers, [502, 503]);
	t.throws(() => planOf({expect: [expectation]}), {message: /this topology has none/});
});

test("a user's own config that leads round the inner gateways is refused, with where they are", (t) => {
	const error = t.throws(() => planOf({topology: inARow}, {configs: [{...ownConfig, text: `${ownConfig.text} # inner1`}]}));
	t.is(
		error.message,
		'/srv/my nginx.conf: the scenario has another gateway behind this one, and this config does not lead there: it is `inner2:8080`',
	);
});

test('only upstreams in use are rendered', (t) => {
	const {text} = planOf({topology: {upstreams: [node(), node()], gateway: {upstreams: ['app2']}}}).plan.gateway.config;
	t.regex(text, /app2/);
	t.notRegex(text, /app1/);
});

test('a withheld fault stands in the plan all the same; a wrong one stands instead of it', (t) => {
	const withheld = planOf({}, {instead: {mode: 'withheld'}});
	t.is(withheld.plan.mode, 'withheld');
	t.is(withheld.plan.fault?.kind, 'kill');
	const wrong = planOf({topology: {upstreams: [bytes()]}}, {instead: {mode: 'wrong', fault: reset()}});
	t.is(wrong.plan.mode, 'wrong');
	t.is(wrong.plan.fault?.kind, 'reset');
	t.is(wrong.fault?.kind, 'reset');
});

test('a scenario without a fault has none to exchange', (t) => {
	const {plan, fault} = planOf({fault: null}, {instead: {mode: 'wrong', fault: kill()}});
	t.is(plan.fault, null);
	t.is(fault, null);
});

/** Arguments of a line as a shell would read them; quotes are single ones. */
function shellWords(line: string): readonly string[] {
	return [...line.matchAll(/(?:'[^']*'|[^\s'])+/g)].map(([word]) => word.replaceAll("'", ''));
}

test('the line that repeats a run gives the same plan again', async (t) => {
	const words = ['upstream-killed', 'post-committed-then-reset'];
	for (const argv of [
		[],
		['--rate', '50', '--image', 'nginx=nginx:1.29'],
		['--withhold-fault'],
		['--wrong-fault', 'hang'],
		['--seed', '42', '--repeat', '2'],
	]) {
		const flags = readRunFlags([...words, ...argv], process.cwd());
		for (const {plan} of makePlans(await loadScenarios(flags.words, process.cwd()), flags.plan).runs) {
			const [npx, tool, command, ...again] = shellWords(plan.repro);
			t.deepEqual([npx, tool, command], ['npx', 'gatequake', 'run']);
			const repeated = readRunFlags(again, process.cwd());
			const [same] = makePlans(await loadScenarios(repeated.words, process.cwd()), repeated.plan).runs;
			// Of a cell that was repeated, the line runs the first.
			t.deepEqual(same?.plan, {...plan, repeat: 1, id: plan.id.replace(/\d+$/, '1')});
		}
	}
});

test('names with spaces are quoted in the line that repeats a run', (t) => {
	const {repro} = planOf({}, {configs: [ownConfig]}).plan;
	t.true(shellWords(repro).includes('mine=/srv/my nginx.conf'), repro);
});

test('every shipped scenario gives a plan on every gateway, and each plan survives JSON', async (t) => {
	const shipped = await loadScenarios([], '/');
	const {runs: planned, skipped} = makePlans(shipped, {...options, gateways: Object.values(gateways)});
	t.is(planned.length + skipped.length, shipped.length * Object.keys(gateways).length);
	for (const {plan} of planned) {
		t.deepEqual(JSON.parse(JSON.stringify(plan)), plan, plan.id);
		t.deepEqual(
			plan.sensitive.filter((name) => !plan.expectations.some((expectation) => expectation.name === name)),
			[],
			plan.id,
		);
	}
});

test('several images of a gateway are runs of their own, told apart by their tags, and each is repeated with its own', (t) => {
	const {runs} = makePlans([loaded()], {...options, images: {nginx: ['nginx:1.28', 'registry.example:5000/nginx:1.30']}});
	t.deepEqual(
		runs.map(({plan}) => [plan.id, plan.gateway.label, plan.gateway.image]),
		[
			['killed.nginx@1.28.default.1', 'nginx@1.28', 'nginx:1.28'],
			['killed.nginx@1.30.default.1', 'nginx@1.30', 'registry.example:5000/nginx:1.30'],
		],
	);
	t.deepEqual(
		runs.map(({plan}) => shellWords(plan.repro).filter((word) => word.startsWith('nginx='))),
		[['nginx=nginx:1.28'], ['nginx=registry.example:5000/nginx:1.30']],
	);
});

test('a scenario says itself where its story makes no sense, and that cell is skipped with the reason, not passed', (t) => {
	const {runs, skipped} = makePlans([loaded({differs: {other: {skip: 'it has no upstreams'}}})], {...options, gateways: [nginx, other]});
	t.deepEqual(
		runs.map(({plan}) => plan.gateway.name),
		['nginx'],
	);
	t.deepEqual(skipped, [{scenario: 'killed', gateway: 'other', because: 'it has no upstreams'}]);
});

test("where a gateway differs, other expectations take the place of the scenario's", (t) => {
	const differs = {other: {because: 'it is slower', expect: [expect.recovery({withinMs: 9000})], failsWithoutFault: []}};
	const {runs} = makePlans([loaded({differs, failsWithoutFault: ['errors']})], {...options, gateways: [nginx, other]});
	t.deepEqual(
		runs.map(({plan}) => [plan.expectations.map(({name}) => name), plan.sensitive]),
		[
			[['errors'], ['errors']],
			[['recovery'], []],
		],
	);
});

test('an option that a gateway lacks, or cannot be told exactly, is refused with its reason, and never ignored', (t) => {
	const poor: GatewayKind = {
		...other,
		lacks: {queue: 'it keeps nobody waiting'},
		check: ({failTimeoutMs}) => (failTimeoutMs === 1 ? [{path: 'failTimeoutMs', message: 'not that short'}] : []),
	};
	const scenario = {topology: {upstreams: [node()], gateway: {queue: {length: 1, timeoutMs: 1}, failTimeoutMs: 1}}};
	const error = t.throws(() => makePlans([loaded(scenario)], {...options, gateways: [poor]}), {instanceOf: GatequakeError});
	t.regex(error?.message ?? '', /topology\.gateway\.queue: other has no such option: it keeps nobody waiting\n/);
	t.regex(error?.message ?? '', /topology\.gateway\.failTimeoutMs: not that short$/);
	t.notThrows(() => makePlans([loaded()], {...options, gateways: [poor]}));
});

test('with upstreams of another protocol a gateway has other limits, fixed values and answers', (t) => {
	const spoken: GatewayKind = {
		...other,
		over: {
			fastcgi: {
				lacks: {responseHeaderBytes: 'it has no limit there'},
				fixed: {upstreamKeepalive: {value: 0, because: 'it keeps no connections there'}},
				semantics: {connection_refused: {answers: [504]}},
			},
		},
	};
	const planned = (upstream: Upstream, gateway: object) =>
		makePlans([loaded({topology: {upstreams: [upstream], gateway}})], {...options, gateways: [spoken]}).runs[0]?.plan;
	t.like(planned(phpFpm(), {upstreamKeepalive: 0}), {
		gateway: {options: {upstreamKeepalive: 0}, lacks: {responseHeaderBytes: 'it has no limit there'}},
		expectations: [{answers: [504]}],
	});
	t.like(planned(node(), {}), {gateway: {options: {upstreamKeepalive: 32}, lacks: nginx.lacks}, expectations: [{answers: [503]}]});
	t.is(planned(node(), {upstreamKeepalive: 8, responseHeaderBytes: 8192})?.gateway.options.upstreamKeepalive, 8);
	const error = t.throws(() => planned(phpFpm(), {upstreamKeepalive: 8, responseHeaderBytes: 8192}), {instanceOf: GatequakeError});
	t.regex(error?.message ?? '', /gateway\.upstreamKeepalive: with other over fastcgi it is always 0: it keeps no connections there/);
	t.regex(error?.message ?? '', /gateway\.responseHeaderBytes: other has no such option: it has no limit there/);
});

test('upstreams of one topology speak one protocol', (t) => {
	const error = t.throws(() => planOf({topology: {upstreams: [node(), phpFpm()]}}), {instanceOf: GatequakeError});
	t.regex(error?.message ?? '', /topology\.upstreams: all speak one protocol to the gateway, not http and fastcgi/);
});

test('a scenario whose upstreams need what a gateway lacks is not run on it, and the reason is told', (t) => {
	const poor: GatewayKind = {...other, lacks: {unix: 'it knows only hosts and ports'}};
	const scenario = {topology: {upstreams: [node(), node({listen: 'unix'})]}};
	const {runs, skipped} = makePlans([loaded(scenario)], {...options, gateways: [other, poor]});
	t.deepEqual(
		runs.map(({plan}) => plan.gateway.endpoints.map(({socket}) => socket)),
		[[null, '/run/gatequake/app2.sock']],
	);
	t.deepEqual(
		skipped.map(({because}) => because),
		['it knows only hosts and ports'],
	);
});

test('what a kind of upstream cannot be told, and where it cannot listen, is refused with the reason', (t) => {
	const wrong = {topology: {upstreams: [node({workers: 4}), bytes({listen: 'unix'})]}};
	const error = t.throws(() => planOf(wrong), {instanceOf: GatequakeError});
	t.regex(
		error?.message ?? '',
		/topology\.upstreams\[0\]\.workers: node\(\) has no such option: a Node app is one process.*; leave `workers` out/,
	);
	t.regex(error?.message ?? '', /topology\.upstreams\[1\]\.listen: bytes\(\) listens on tcp, not on unix: leave `listen` out/);
});

test('PM2 in front of another server than Node, and TLS of a server that speaks none, are refused with what to write', (t) => {
	const pm2 = {expBackoffRestartDelayMs: 100, maxRestarts: 10, minUptimeMs: 1000};
	const wrong = {topology: {upstreams: [gunicorn({pm2}), phpFpm({tls: true}), uwsgi({tls: {needsName: true}})]}};
	const error = t.throws(() => planOf(wrong), {instanceOf: GatequakeError});
	t.regex(
		error?.message ?? '',
		/topology\.upstreams\[0\]\.pm2: PM2 manages Node apps: write `node\(\)` instead of `gunicorn\(\)`, or leave `pm2` out/,
	);
	t.regex(error?.message ?? '', /topology\.upstreams\[1\]\.tls: phpFpm\(\) has no such option: FastCGI has no TLS; leave `tls` out/);
	t.regex(error?.message ?? '', /topology\.upstreams\[2\]\.tls: uwsgi\(\) has no such option/);
	t.notThrows(() => planOf({topology: {upstreams: [gunicorn({tls: false}), node()]}}));
});

test('a database stands behind apps with a pool, on defaults, and a pool without one, or where no app asks it, is refused', (t) => {
	const {plan} = planOf({topology: {upstreams: [node({pool: {waitMs: 500}}), node()], database: postgres()}});
	t.deepEqual(plan.database, {kind: 'postgres', maxConnections: 20});
	t.deepEqual(
		plan.upstreams.map(({pool}) => pool),
		[{connections: 10, waitMs: 500, reuse: true}, null],
	);
	t.is(planOf().plan.database, null);
	const pm2 = {expBackoffRestartDelayMs: 100, maxRestarts: 10, minUptimeMs: 1000};
	const error = t.throws(() => planOf({topology: {upstreams: [node({pool: {}}), gunicorn({pool: {}}), node({pool: {}, pm2})]}}));
	t.regex(error?.message ?? '', /upstreams\[0\]\.pool: there is no database to connect to: write `database: postgres\(\)`/);
	t.regex(error?.message ?? '', /upstreams\[1\]\.pool: gunicorn\(\) has no such option: the WSGI app asks no database/);
	t.regex(error?.message ?? '', /upstreams\[2\]\.pool: apps under PM2 have no pool/);
});

test('a cause that the log of a gateway cannot tell from another may be named by either', (t) => {
	const vague: GatewayKind = {
		...other,
		semantics: {
			connection_refused: {answers: [503], logged: ['connection_refused', 'connection_timeout']},
			connection_timeout: {answers: [504], logged: []},
		},
	};
	const scenario = {
		expect: [expect.errors({cause: ['connection_refused', 'connection_timeout']}), expect.errors({cause: 'connection_timeout'})],
	};
	const [run] = makePlans([loaded(scenario)], {...options, gateways: [vague]}).runs;
	t.deepEqual(
		run?.plan.expectations.map(({answers, logged, silent}) => [answers, logged, silent]),
		[
			[[503, 504], ['connection_refused', 'connection_timeout'], [504]],
			[[504], [], [504]],
		],
	);
});

test('a difference for a gateway that there is not is refused with the nearest name', (t) => {
	const error = t.throws(() => makePlans([loaded({differs: {nginxx: {skip: 'why not'}}})], options), {instanceOf: GatequakeError});
	t.regex(error?.message ?? '', /differs\.nginxx: there is no such gateway; did you mean `nginx`\?/);
});

test('values of neutral options are configs of their own, and each is repeated with its own', (t) => {
	const {runs} = makePlans([loaded()], {...options, settings: [{option: 'readTimeoutMs', values: [1000, 3000]}]});
	t.deepEqual(
		runs.map(({plan}) => [
			plan.id,
			plan.gateway.options.readTimeoutMs,
			shellWords(plan.repro).filter((word) => word.includes('TimeoutMs')),
		]),
		[
			['killed.nginx.readTimeoutMs=1000.1', 1000, ['readTimeoutMs=1000']],
			['killed.nginx.readTimeoutMs=3000.1', 3000, ['readTimeoutMs=3000']],
		],
	);
	t.not(runs[0]?.plan.gateway.config.hash, runs[1]?.plan.gateway.config.hash);
});

test('an option that is none, and a value that does not fit, are refused with the nearest name', (t) => {
	const settings = [
		{option: 'readTimeout', values: [1]},
		{option: 'retries', values: ['sometimes']},
	];
	const error = t.throws(() => makePlans([loaded()], {...options, settings}), {instanceOf: GatequakeError});
	t.regex(error?.message ?? '', /unknown option `readTimeout` in `--set`.*did you mean `readTimeoutMs`/);
	t.regex(error?.message ?? '', /`--set\.retries` must be one of off, safe, all/);
});

test('configs that are compared take turns, each with a control without its fault beside it, and share the seed of their repeat', (t) => {
	const settings = [{option: 'maxFails', values: [0, 1]}];
	const {runs} = makePlans([loaded()], {...options, settings, repeat: 2, controls: true, seed: 40});
	t.is(runs.length, 8);
	t.is(new Set(runs.map(({plan}) => plan.id)).size, 8);
	t.deepEqual(
		runs.map(({plan}) => plan.repeat),
		[1, 1, 1, 1, 2, 2, 2, 2],
	);
	t.true(runs.every(({plan}) => plan.seed === 39 + plan.repeat));
	const controls = runs.filter(({plan}) => plan.mode === 'control');
	t.is(controls.length, 4);
	t.true(
		controls.every(({fault, plan}) => fault === null && plan.fault === null && plan.expectations.every(({kind}) => kind === 'noErrors')),
	);
	const labels = runs.filter(({plan}) => plan.mode === 'as-written').map(({plan}) => plan.gateway.config.label);
	t.deepEqual(labels, labels.toReversed());
});

test('more names of an upstream go to the network, and a name for an upstream that is not there is refused', (t) => {
	const {plan} = planOf({}, {aliases: {app1: ['backend.internal', 'api']}});
	t.deepEqual(
		plan.upstreams.map(({aliases}) => aliases),
		[['backend.internal', 'api'], []],
	);
	t.deepEqual(
		shellWords(plan.repro).filter((word) => word.endsWith('=app1')),
		['backend.internal=app1', 'api=app1'],
	);
	const error = t.throws(() => makePlans([loaded()], {...options, aliases: {app9: ['x']}}), {instanceOf: GatequakeError});
	t.regex(error?.message ?? '', /--alias: .* has no upstream `app9`/);
});

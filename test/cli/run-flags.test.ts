import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'ava';
import {plainProject} from '../../src/scenario/load-project.ts';
import {readRunFlags} from '../../src/cli/run-flags.ts';
import {GatequakeError} from '../../src/error.ts';
import {gateways} from '../../src/gateways/gateways.ts';

function refused(...argv: readonly string[]): string {
	try {
		readRunFlags(argv, '/');
	} catch (error) {
		if (error instanceof GatequakeError && error.exitCode === 2) {
			return error.message;
		}

		throw error;
	}

	return 'it was taken';
}

function gatewaysOf(words: string): readonly string[] {
	return readRunFlags(['--gateway', words], '/').plan.gateways.map(({name}) => name);
}

test('without flags there is nginx, one run of each, the usual reports, and a new seed each time', (t) => {
	const flags = readRunFlags([], '/');
	t.deepEqual(
		flags.plan.gateways.map(({name}) => name),
		['nginx'],
	);
	t.like(flags, {words: [], reporters: ['console', 'json', 'junit', 'html'], output: null, shard: null, dryRun: false, keep: false});
	t.like(flags.plan, {configs: [], images: {}, repeat: 1, ratePerSecond: null, instead: {mode: 'as-written'}});
	t.deepEqual(flags.inconclusive, {kind: 'fail'});
	t.not(flags.plan.seed, readRunFlags([], '/').plan.seed);
});

test("where no scenario is named, a project's own are run on its gateway and with its config, unless the flags say otherwise", (t) => {
	const file = import.meta.filename;
	const project = {...plainProject, run: {scenarios: ['mine/*.ts'], gateway: 'haproxy', config: file}};
	const told = (...argv: readonly string[]) => {
		const {words, plan} = readRunFlags(argv, '/', project);
		return [words, plan.gateways.map(({name}) => name), plan.configs.map(({label}) => label)];
	};
	t.deepEqual(told(), [['mine/*.ts'], ['haproxy'], ['run-flags.test']]);
	t.deepEqual(told('--gateway', 'haproxy'), [['mine/*.ts'], ['haproxy'], ['run-flags.test']]);
	t.deepEqual(told('--gateway', 'nginx'), [['mine/*.ts'], ['nginx'], []], 'it is no config for that one');
	t.deepEqual(told('--config', `other=${file}`), [['mine/*.ts'], ['haproxy'], ['other']]);
	t.deepEqual(told('--set', 'maxFails=0'), [['mine/*.ts'], ['haproxy'], []]);
	t.deepEqual(told('hang'), [['hang'], ['nginx'], []], 'another scenario has nothing to do with it');
});

test('a gateway that is named twice is run once, and `all` is all, whatever stands beside it', (t) => {
	t.deepEqual(gatewaysOf('nginx,nginx'), ['nginx']);
	t.deepEqual(gatewaysOf('all'), Object.keys(gateways));
	t.deepEqual(gatewaysOf('nginx,all'), Object.keys(gateways));
});

test('each flag becomes its option', (t) => {
	const flags = readRunFlags(
		[
			'steady',
			'--repeat',
			'3',
			'--rate=50',
			'--seed',
			'9',
			'--shard',
			'2/3',
			'--inconclusive',
			'retry=2',
			'--image',
			'nginx=nginx:1.29',
			'--keep',
		],
		'/',
	);
	t.like(flags.plan, {repeat: 3, ratePerSecond: 50, seed: 9, images: {nginx: ['nginx:1.29']}});
	t.like(flags, {words: ['steady'], shard: {index: 2, of: 3}, keep: true});
	t.deepEqual(flags.inconclusive, {kind: 'retry', times: 2});
});

test('a baseline has limits by metric, a shard may have times, and shards share a seed', (t) => {
	const flags = readRunFlags(['--baseline', 'old', '--limits', 'outageMs=5,errorShare.502=0.1', '--shard', '1/2', '--times', 'old'], '/');
	t.like(flags, {baseline: 'old', limits: {outageMs: 5, 'errorShare.502': 0.1}, times: 'old'});
	t.is(flags.plan.seed, 0);
	t.is(readRunFlags(['--shard', '1/2', '--seed', '3'], '/').plan.seed, 3);
});

test('a fault is withheld or exchanged, not both', (t) => {
	t.deepEqual(readRunFlags(['--withhold-fault'], '/').plan.instead, {mode: 'withheld'});
	const {instead} = readRunFlags(['--wrong-fault', 'hang'], '/').plan;
	t.is(instead.mode === 'wrong' ? instead.fault.kind : '', 'hang');
	t.is(refused('--withhold-fault', '--wrong-fault', 'hang'), '--withhold-fault and --wrong-fault cannot be had together');
});

test('a config is read from its file, beside its label; all that cannot be read are told at once', async (t) => {
	const cwd = await mkdtemp(path.join(tmpdir(), 'gatequake-configs-'));
	t.teardown(async () => {
		await rm(cwd, {recursive: true});
	});
	await writeFile(path.join(cwd, 'a=b.conf'), 'events {}');
	t.deepEqual(readRunFlags(['--config', 'mine=a=b.conf'], cwd).plan.configs, [
		{label: 'mine', file: path.join(cwd, 'a=b.conf'), text: 'events {}'},
	]);
	t.regex(
		refused('--config', 'a=/nowhere/a.conf', '--config', 'b=/nowhere/b.conf'),
		/--config a=\/nowhere\/a\.conf: .*\n--config b=\/nowhere\/b\.conf: /,
	);
});

for (const [flag, value, words] of [
	['--gateway', 'nginxx', /did you mean nginx\?/],
	['--repeat', '0', /--repeat/],
	['--rate', 'fast', /--rate/],
	['--seed', '-1', /--seed/],
	['--shard', '4/3', /i\/n with i from 1 to n/],
	['--shard', '7/6', /i\/n with i from 1 to n/],
	['--shard', '0/0', /i\/n with i from 1 to n/],
	['--inconclusive', 'retry=0', /fail, warn or retry=N/],
	['--reporter', 'jsn', /did you mean json\?/],
	['--wrong-fault', 'kil', /did you mean kill\?/],
	['--config', 'nolabel', /a word, =, and a value/],
	['--times', 'old/report.json', /--times has a meaning only with --shard/],
	['--sent-is-done', 'steady', /--sent-is-done has a meaning only with --send/],
	['--limits', 'outageMs=5', /--limits has a meaning only with --baseline/],
	['--limits', 'outage=5', /did you mean outageMs\?/],
	['--limits', 'outageMs=-5', /a number of at least 0/],
] as const) {
	test(`${flag} ${value} is refused with what it must be`, (t) => {
		t.regex(refused(flag, value), words);
	});
}

test('values of a neutral option, more names of upstreams, and controls where configs are compared', (t) => {
	const argv = ['--set', 'readTimeoutMs=1000,3000', '--set', 'retries=off', '--alias', 'backend.internal=app1', '--alias', 'api=app1'];
	const {plan} = readRunFlags([...argv, '--repeat', '3'], '/');
	t.deepEqual(plan.settings, [
		{option: 'readTimeoutMs', values: [1000, 3000]},
		{option: 'retries', values: ['off']},
	]);
	t.deepEqual(plan.aliases, {app1: ['backend.internal', 'api']});
	t.true(plan.controls);
	t.false(readRunFlags([...argv, '--repeat', '3', '--no-control'], '/').plan.controls);
	t.false(readRunFlags(argv, '/').plan.controls, 'one repeat compares nothing');
	t.false(readRunFlags(['--repeat', '3'], '/').plan.controls);
});

test('options for the rendered config and a config of the user cannot be had together', (t) => {
	const error = t.throws(() => readRunFlags(['--set', 'maxFails=0', '--config', `a=${import.meta.filename}`], '/'), {
		instanceOf: GatequakeError,
	});
	t.regex(error?.message ?? '', /--set .* cannot be had together with your own/);
});

import test from 'ava';
import {cpuQuota} from '../../src/faults/cpu-quota.ts';
import {collectedOf, fakeTopology, upstreamPlans} from '../helpers/fake-topology.ts';
import {buildTimeline} from '../helpers/timeline-builder.ts';

function throttled(...values: readonly (number | undefined)[]) {
	const left = [...values];
	return {
		counters: async () => {
			const value = left.shift();
			return value === undefined
				? {counters: {}, sources: {}}
				: {counters: {'cpu.throttled': value}, sources: {'cpu.throttled': '/sys/fs/cgroup/cpu/cpu.stat'}};
		},
	};
}

test('the quota is the share of a period, it is taken back whole, and the undo is known before', async (t) => {
	const fake = fakeTopology({upstream: throttled(2, 40)});
	const armed = await cpuQuota({percent: 5}).inject(fake.context);
	await armed.clear();
	t.deepEqual(fake.calls, [
		'undo update id-of-app1',
		'app1 container update 5000',
		'app1 reported update',
		'app1 container update -1',
		'app1 reported update',
		'undone update',
	]);
	const {count, evidence} = armed.witness(collectedOf(fake.recorded));
	t.is(count, 38);
	t.deepEqual(evidence, ['nr_throttled in /sys/fs/cgroup/cpu/cpu.stat: 2 before, 40 after']);
});

test('limits that a container has already are what it has again', async (t) => {
	for (const [cpuLimits, calls] of [
		[{cpuQuota: 40_000, cpuPeriod: 50_000}, [5000, 40_000]],
		[{nanoCpus: 500_000_000}, [50_000_000, 500_000_000]],
	] as const) {
		const fake = fakeTopology({upstream: throttled(2, 40), cpuLimits});
		const armed = await cpuQuota({percent: 5}).inject(fake.context);
		t.deepEqual(fake.undos, [{do: 'update', container: 'id-of-app1', limits: cpuLimits}]);
		await armed.clear();
		t.deepEqual(
			fake.calls.filter((call) => call.includes('container update')),
			calls.map((value) => `app1 container update ${value}`),
		);
	}
});

test('a container that has no more already is given no more', async (t) => {
	for (const cpuLimits of [{cpuQuota: 5000, cpuPeriod: 100_000}, {nanoCpus: 20_000_000}]) {
		const fake = fakeTopology({upstream: throttled(2, 40), cpuLimits});
		await t.throwsAsync(cpuQuota({percent: 5}).inject(fake.context), {code: 'NO_LESS', message: /its limit is [25] %/});
		t.deepEqual(fake.calls, []);
	}
});

test('a counter that stood still, and a kernel without it, prove nothing', async (t) => {
	for (const upstream of [throttled(2, 2), throttled()]) {
		const fake = fakeTopology({upstream});
		const armed = await cpuQuota({percent: 5}).inject(fake.context);
		await armed.clear();
		t.is(armed.witness(collectedOf(fake.recorded)).count, 0);
	}
});

for (const percent of [0, 0.5, 101, -5, Number.NaN]) {
	test(`${percent} % of a core is refused when the plan is made`, (t) => {
		const problems = cpuQuota({percent}).check({upstreams: upstreamPlans(['node']), gateway: buildTimeline().plan.gateway});
		t.deepEqual(
			problems.map(({path}) => path),
			['fault.percent'],
		);
		t.regex(problems[0]?.message ?? '', /a number from 1 to 100/);
	});
}

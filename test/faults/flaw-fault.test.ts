import test from 'ava';
import {badDeploy} from '../../src/faults/bad-deploy.ts';
import {crashLoop} from '../../src/faults/crash-loop.ts';
import {diskFull} from '../../src/faults/disk-full.ts';
import type {TimelineEvent} from '../../src/timeline/timeline.ts';
import {collectedOf, fakeTopology, received, upstreamPlans} from '../helpers/fake-topology.ts';
import {buildTimeline} from '../helpers/timeline-builder.ts';

const {gateway} = buildTimeline().plan;

test('the version is known before the old one is asked to end, and a good one is started at the end', async (t) => {
	const fake = fakeTopology();
	const armed = await badDeploy().inject(fake.context);
	t.deepEqual(fake.calls, ['app1 flaw missing-variable', 'app1 stop 5000 0', 'app1 wait exited', 'app1 wait spawned']);
	await armed.clear();
	t.deepEqual(fake.calls.slice(4), ['app1 flaw none', 'app1 start', 'app1 wait open']);
});

test('where nobody starts it by hand, mending it is the end of the fault', async (t) => {
	const fake = fakeTopology();
	const armed = await crashLoop({startAtEnd: false}).inject(fake.context);
	t.deepEqual(fake.calls, ['app1 flaw crash', 'app1 stop 5000 0', 'app1 wait exited', 'app1 wait spawned', 'app1 wait exited']);
	await armed.clear();
	t.deepEqual(fake.calls.slice(5), ['app1 flaw none']);
});

test('wait statuses and the app’s own word together prove that the new version failed', async (t) => {
	const armed = await badDeploy().inject(fakeTopology().context);
	const {atMs} = armed.effective;
	const before = received('app1', atMs - 500);
	const exited: TimelineEvent = {kind: 'process', part: 'app1', what: 'exited', atMs: atMs + 50, uncertaintyMs: 0.1, pid: 7, exitCode: 1};
	const told: TimelineEvent = {
		kind: 'journal',
		part: 'app1',
		atMs: atMs + 49,
		uncertaintyMs: 0.1,
		requestId: -1,
		step: 'faulted',
		detail: 'missing-variable',
	};
	const countOf = (...events: readonly TimelineEvent[]) => armed.witness(collectedOf(events)).count;
	t.is(countOf(before, exited, told), 1);
	t.is(countOf(before, exited, told, exited, told), 2);
	t.is(countOf(before, told), 0, 'no process ended');
	t.is(countOf(before, exited), 0, 'something else ended it');
	t.is(countOf(before, {...exited, exitCode: 0}, told), 0, 'that was the old version');
	t.is(countOf(exited, told), 0, 'no request had reached it');
});

test('a crash loop without a process manager that starts again, and a full disk without a disk, are told before the start', (t) => {
	const upstreams = upstreamPlans(['node']).map((upstream) => ({
		...upstream,
		restart: {...upstream.restart, policy: 'no' as const},
		data: null,
	}));
	t.regex(crashLoop().check({upstreams, gateway})[0]?.message ?? '', /needs a process manager that starts app1 again/);
	t.regex(diskFull().check({upstreams, gateway})[0]?.message ?? '', /needs a file system of its own for the data of app1/);
});

test('a signal and a time that are none are told before the start', (t) => {
	// @ts-expect-error a signal that is none: scenario files run unchecked.
	const problems = crashLoop({by: 'SIGSEG', afterMs: -1}).check({upstreams: upstreamPlans(['node']), gateway});
	t.deepEqual(
		problems.map(({path, hint}) => [path, hint]),
		[
			['fault.afterMs', undefined],
			['fault.by', 'did you mean "SIGSEGV"?'],
		],
	);
});

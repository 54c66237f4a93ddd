import test from 'ava';
import {stop} from '../../src/faults/stop.ts';
import type {JournalEvent, ProcessEvent} from '../../src/timeline/timeline.ts';
import {collectedOf, fakeTopology, upstreamPlans} from '../helpers/fake-topology.ts';
import {buildTimeline} from '../helpers/timeline-builder.ts';

function step(requestId: number, name: JournalEvent['step'], atMs: number, part = 'app1'): JournalEvent {
	return {kind: 'journal', part, atMs, uncertaintyMs: 0.1, requestId, step: name};
}

function ended(atMs: number, exitCode: number): ProcessEvent {
	return {kind: 'process', part: 'app1', what: 'exited', atMs, uncertaintyMs: 0.1, pid: 7, exitCode};
}

async function witnessOf(...events: readonly (JournalEvent | ProcessEvent)[]) {
	const armed = await stop().inject(fakeTopology().context);
	return armed.witness(collectedOf(events.map((event) => ({...event, atMs: event.atMs + armed.effective.atMs}))));
}

test('the app gets its grace, its end is waited for, and only then is it started again', async (t) => {
	const fake = fakeTopology({upstreams: ['app1', 'app2']});
	const armed = await stop({upstream: 'app2', graceMs: 3000}).inject(fake.context);
	t.deepEqual(fake.calls, ['app2 stop 3000 null']);
	await armed.clear();
	t.deepEqual(fake.calls.slice(1), ['app2 wait exited', 'app2 start', 'app2 wait open']);
});

test('its witness counts what was in flight at the signal, and says how that ended', async (t) => {
	const {count, evidence} = await witnessOf(
		step(1, 'received', -300),
		step(1, 'answered', -100),
		step(2, 'received', -90),
		step(3, 'received', -80),
		step(4, 'received', -70, 'app2'),
		step(2, 'answered', 50),
		step(5, 'received', 60),
		ended(200, 0),
	);
	t.is(count, 2);
	t.regex(evidence.join('\n'), /2 requests in flight at SIGTERM, 1 of them answered\n.*wait status 0, 200 ms after SIGTERM/);
});

test('an app that works on nothing, and one that did not end, prove nothing', async (t) => {
	t.is((await witnessOf(step(1, 'received', -300), step(1, 'answered', -100), ended(200, 0))).count, 0);
	const {count, evidence} = await witnessOf(step(1, 'received', -300));
	t.is(count, 0);
	t.regex(evidence.join(), /no process ended/);
});

test('a grace that is none is told before the start', (t) => {
	const problems = stop({graceMs: -1}).check({upstreams: upstreamPlans(['node']), gateway: buildTimeline().plan.gateway});
	t.deepEqual(
		problems.map(({path}) => path),
		['fault.graceMs'],
	);
});

import test from 'ava';
import {kill} from '../../src/faults/kill.ts';
import type {ProcessEvent} from '../../src/timeline/timeline.ts';
import {collectedOf, fakeTopology, received, upstreamPlans} from '../helpers/fake-topology.ts';
import {buildTimeline} from '../helpers/timeline-builder.ts';

function exit(atMs: number, more: Partial<ProcessEvent> = {}): ProcessEvent {
	return {kind: 'process', part: 'app1', what: 'exited', atMs, uncertaintyMs: 0.1, pid: 7, exitCode: 137, ...more};
}

test('the signal goes to the app that was named, its port is waited for, and at the end it is started again', async (t) => {
	const fake = fakeTopology({upstreams: ['app1', 'app2']});
	const armed = await kill({signal: 'SIGTERM', upstream: 'app2', restartAfterMs: 3000}).inject(fake.context);
	t.deepEqual(fake.calls, ['app2 kill SIGTERM 3000', 'app2 wait closed']);
	const cleared = await armed.clear();
	t.deepEqual(fake.calls.slice(2), ['app2 start', 'app2 wait open']);
	t.true(cleared.atMs > armed.effective.atMs);
});

test('death lies between the signal and the closed port, and nothing is expected of requests due in between', async (t) => {
	const fake = fakeTopology();
	const armed = await kill().inject(fake.context);
	t.deepEqual(fake.calls, ['app1 kill SIGKILL null', 'app1 wait closed']);
	const {atMs, uncertaintyMs} = armed.effective;
	const [signalledMs, closedMs] = [fake.nowMs() - 1, fake.nowMs()];
	t.true(atMs - uncertaintyMs <= signalledMs && signalledMs < atMs);
	t.true(atMs + uncertaintyMs >= closedMs);
});

test('its witness counts the ends of that app at or after the effect, and no others', async (t) => {
	const armed = await kill().inject(fakeTopology().context);
	const {atMs} = armed.effective;
	const witness = armed.witness(
		collectedOf([
			received('app1', atMs - 500),
			exit(atMs - 100),
			exit(atMs + 1),
			exit(atMs + 2, {part: 'app2'}),
			exit(atMs + 3, {what: 'spawned'}),
			exit(atMs + 900, {exitCode: 1}),
		]),
	);
	t.is(witness.count, 2);
	t.deepEqual(witness.evidence.length, 2);
	t.true(witness.evidence[0]?.includes('wait status 137'));
});

test('the end of an app that no request had reached met no traffic', async (t) => {
	const armed = await kill().inject(fakeTopology({upstreams: ['app1', 'app2']}).context);
	const {atMs} = armed.effective;
	const witness = armed.witness(collectedOf([received('app2', atMs - 500), exit(atMs + 1), received('app1', atMs + 900)]));
	t.is(witness.count, 0);
	t.regex(witness.evidence.at(-1) ?? '', /app1's journal: no request before the effect/);
});

test('an app under PM2 is started again by PM2 alone', (t) => {
	const pm2 = {expBackoffRestartDelayMs: 100, maxRestarts: 5, minUptimeMs: 1000};
	const topology = {upstreams: upstreamPlans(['node']).map((upstream) => ({...upstream, pm2})), gateway: buildTimeline().plan.gateway};
	t.deepEqual(kill({restartAfterMs: 'policy'}).check(topology), []);
	t.regex(kill().check(topology)[0]?.message ?? '', /write restartAfterMs: 'policy'/);
});

test('wrong options are told, all at once, not thrown', (t) => {
	// @ts-expect-error a signal that is none, and a key that is misspelt: scenario files run unchecked.
	const fault = kill({signal: 'SIGKIL', restartAfter: 3000});
	const problems = fault.check({upstreams: upstreamPlans(['node']), gateway: buildTimeline().plan.gateway});
	t.deepEqual(
		problems.map(({path, hint}) => [path, hint]),
		[
			['fault.restartAfter', 'did you mean `restartAfterMs`?'],
			['fault.signal', 'did you mean "SIGKILL"?'],
		],
	);
});

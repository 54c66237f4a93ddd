// What a fault asks of its upstream is checked before anything starts, and the answer names who can do it.
import test from 'ava';
import {badDeploy} from '../../src/faults/bad-deploy.ts';
import {descriptorLimit} from '../../src/faults/descriptor-limit.ts';
import {freeze} from '../../src/faults/freeze.ts';
import {hang} from '../../src/faults/hang.ts';
import {headersOverBuffer} from '../../src/faults/headers-over-buffer.ts';
import {kill} from '../../src/faults/kill.ts';
import {loopbackOnly} from '../../src/faults/loopback-only.ts';
import {oom} from '../../src/faults/oom.ts';
import {pause} from '../../src/faults/pause.ts';
import {reset} from '../../src/faults/reset.ts';
import {serverReload} from '../../src/faults/server-reload.ts';
import {slowFirstByte} from '../../src/faults/slow.ts';
import {stop} from '../../src/faults/stop.ts';
import {workersBusy} from '../../src/faults/workers-busy.ts';
import {wrongHost} from '../../src/faults/wrong-host.ts';
import type {Fault} from '../../src/faults/fault.ts';
import {upstreamPlans} from '../helpers/fake-topology.ts';
import {buildTimeline} from '../helpers/timeline-builder.ts';

const {gateway} = buildTimeline().plan;
const memoryBytes = 128 * 1024 * 1024;

function messagesOf(fault: Fault, kind: string): readonly string[] {
	return fault.check({upstreams: upstreamPlans([kind], memoryBytes), gateway}).map(({path, message}) => `${path}: ${message}`);
}

const refused: readonly (readonly [fault: Fault, kind: string, message: RegExp])[] = [
	[reset(), 'gunicorn', /^fault: reset asks the app on app1 to `reset`, which `gunicorn\(\)` cannot: write `bytes\(\)` in its place$/],
	[oom(), 'php-fpm', /`leak`, which `phpFpm\(\)` cannot: write `node\(\)` or `bytes\(\)`/],
	[badDeploy(), 'uwsgi', /`flaw`, which `uwsgi\(\)` cannot: write `node\(\)` or `bytes\(\)`/],
	[loopbackOnly(), 'uwsgi', /`flaw`, which `uwsgi\(\)` cannot/],
	[wrongHost(), 'php-fpm', /`refuse-host`, which `phpFpm\(\)` cannot/],
	[headersOverBuffer({headerBytes: 60_000, raisedTo: 65_536}), 'gunicorn', /`headers`, which `gunicorn\(\)` cannot: .*`phpFpm\(\)`/],
	[hang({after: 'headers'}), 'gunicorn', /`hang-in-body`, which `gunicorn\(\)` cannot/],
	[descriptorLimit(), 'gunicorn', /`limit-files`, which `gunicorn\(\)` cannot/],
	[serverReload(), 'node', /`reload`, which `node\(\)` cannot: write `phpFpm\(\)` or `gunicorn\(\)` or `uwsgi\(\)`/],
	[workersBusy({holdMs: 1000}), 'gunicorn', /`tell-busy`, which `gunicorn\(\)` cannot: write `phpFpm\(\)` or `uwsgi\(\)`/],
];

for (const [fault, kind, message] of refused) {
	test(`${fault.describe}: ${kind} is refused, and who can do it is named`, (t) => {
		const messages = messagesOf(fault, kind);
		t.is(messages.length, 1);
		t.regex(messages[0] ?? '', message);
	});
}

test('what a kind can do is not refused', (t) => {
	for (const kind of ['php-fpm', 'gunicorn', 'uwsgi']) {
		for (const fault of [hang(), slowFirstByte({delayMs: 1}), serverReload(), stop(), freeze(), kill()])
			t.deepEqual(messagesOf(fault, kind), []);
	}

	t.deepEqual(messagesOf(hang({after: 'headers'}), 'node'), []);
});

test('under PM2 a fault that gives orders to the process manager is refused, and one on the container is not', (t) => {
	const pm2 = {expBackoffRestartDelayMs: 100, maxRestarts: 10, minUptimeMs: 1000};
	// The planner leaves an app under PM2 without abilities.
	const upstreams = upstreamPlans(['node'], memoryBytes).map((upstream) => ({...upstream, pm2, abilities: []}));
	for (const fault of [stop(), freeze(), oom(), slowFirstByte({delayMs: 1})]) {
		const messages = fault.check({upstreams, gateway}).map(({message}) => message);
		t.is(messages.length, 1, fault.kind);
		t.regex(messages[0] ?? '', /PM2 takes none: leave `pm2` out$/);
	}

	t.deepEqual(pause().check({upstreams, gateway}), []);
	t.deepEqual(kill({restartAfterMs: 'policy'}).check({upstreams, gateway}), []);
});

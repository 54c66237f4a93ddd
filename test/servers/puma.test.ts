import test from 'ava';
import {defaultUpstream} from '../../src/scenario/defaults.ts';
import {puma} from '../../src/servers/puma.ts';

// Puma 6.6.0, two workers: a start, a phased restart, a hot restart, and a stop.
const log = `2026-11-21T13:12:09.100Z [273] Puma starting in cluster mode...
2026-11-21T13:12:09.100Z [273] *     Restarts: (✔) hot (✔) phased
2026-11-21T13:12:09.101Z [273] * Listening on unix:///run/gatequake/app1.sock?mode=0777&backlog=511
2026-11-21T13:12:09.101Z [273] Use Ctrl-C to stop
2026-11-21T13:12:09.183Z [273] - Worker 1 (PID: 284) booted in 0.05s, phase: 0
2026-11-21T13:12:09.531Z [273] - Starting phased worker restart, phase: 1
2026-11-21T13:12:09.531Z [273] + Changing to /opt/gatequake/app
2026-11-21T13:12:09.531Z [273] - Stopping 284 for phased upgrade...
2026-11-21T13:12:09.532Z [273] - TERM sent to 284...
2026-11-21T13:12:09.577Z [273] - Worker 1 (PID: 728) booted in 0.04s, phase: 1
Error reached top of thread-pool: closed stream (IOError)
2026-11-21T13:12:15.548Z [273] - Gracefully shutting down workers...
2026-11-21T13:12:18.753Z [273] * Restarting...
2026-11-21T13:12:19.141Z [273] * Inherited unix:///run/gatequake/app1.sock?mode=0777&backlog=511
`;

function read(text: string) {
	return puma.readLogs(new Map([['puma.log', text]]), 'app1', {fromWallMs: (wallMs) => wallMs});
}

test('what its lines tell of is known, with the worker that they are about', (t) => {
	t.deepEqual(
		read(log).flatMap(({meaning, pid}) => (meaning === null ? [] : [[meaning, pid]])),
		[
			['started', undefined],
			['worker-started', 284],
			['reloaded', undefined],
			['worker-exited', 284],
			['worker-started', 728],
			['stopping', undefined],
			['reloaded', undefined],
		],
	);
});

test('its lines have milliseconds, and what has no time of its own is left out', (t) => {
	const events = read(log);
	t.is(events.length, 13);
	t.like(events[0], {atMs: Date.parse('2026-11-21T13:12:09.100Z') + 0.5, uncertaintyMs: 0.5, part: 'app1', level: 'info'});
});

test('a worker that gives no sign of life is killed', (t) => {
	const [event] = read('2026-11-21T13:12:09.100Z [7] ! Terminating timed out worker (Worker 1 failed to check in within 60 seconds): 21');
	t.like(event, {meaning: 'worker-killed', pid: 21, level: 'warning'});
});

test('with workers it is a cluster, and without them one process', (t) => {
	const plan = {...defaultUpstream, name: 'app1', kind: 'puma', protocol: 'http', abilities: puma.abilities} as const;
	const told = (workers: number | null) => puma.files({...plan, workers})[0]?.content ?? '';
	t.regex(told(4), /^workers 4$/m);
	t.notRegex(told(null), /^workers/m);
});

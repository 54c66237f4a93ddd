import test from 'ava';
import {gunicorn} from '../../src/servers/gunicorn.ts';

// Gunicorn 23.0.0, sync workers, timeout 1.
const log = `[2026-11-21 10:22:38 +0000] [1] [INFO] Starting gunicorn 23.0.0
[2026-11-21 10:22:38 +0000] [1] [INFO] Listening at: http://0.0.0.0:8080 (1)
[2026-11-21 10:22:38 +0000] [6] [INFO] Booting worker with pid: 6
[2026-11-21 10:22:42 +0000] [1] [CRITICAL] WORKER TIMEOUT (pid:6)
[2026-11-21 10:22:42 +0000] [6] [ERROR] Error handling request /
Traceback (most recent call last):
  File "/app/wsgi.py", line 38, in application
SystemExit: 1
[2026-11-21 10:22:42 +0000] [6] [INFO] Worker exiting (pid: 6)
[2026-11-21 10:22:45 +0000] [1] [INFO] Handling signal: hup
[2026-11-21 10:22:45 +0000] [1] [INFO] Hang up: Master
`;

test('what its lines tell of is known, with the worker that they are about', (t) => {
	const events = gunicorn.readLogs(new Map([['gunicorn.log', log]]), 'app1', {fromWallMs: (wallMs) => wallMs});
	t.deepEqual(
		events.flatMap(({meaning, pid}) => (meaning === null ? [] : [[meaning, pid]])),
		[
			['started', undefined],
			['worker-started', 6],
			['request-timeout', 6],
			['worker-exited', 6],
			['reloaded', undefined],
		],
	);
	t.deepEqual([...new Set(events.map(({level}) => level))], ['info', 'critical', 'error']);
});

test('its seconds are cut off: an event is in the middle of its second', (t) => {
	const [first] = gunicorn.readLogs(new Map([['gunicorn.log', log]]), 'app1', {fromWallMs: (wallMs) => wallMs});
	t.like(first, {atMs: Date.parse('2026-11-21T10:22:38.500Z'), uncertaintyMs: 500, part: 'app1'});
});

test('a worker that was sent SIGKILL is killed, whatever the line guesses of memory', (t) => {
	const line = '[2026-11-21 10:22:45 +0000] [1] [ERROR] Worker (pid:7) was sent SIGKILL! Perhaps out of memory?';
	const [event] = gunicorn.readLogs(new Map([['gunicorn.log', line]]), 'app1', {fromWallMs: (wallMs) => wallMs});
	t.like(event, {meaning: 'worker-killed', pid: 7});
});

import test from 'ava';
import {uwsgi} from '../../src/servers/uwsgi.ts';

// uWSGI 2.0.28 with the configuration that is rendered for it, harakiri 1.
const log = `2026-11-21T10:33:29+0000 - spawned uWSGI master process (pid: 1)
2026-11-21T10:33:29+0000 - spawned uWSGI worker 1 (pid: 6, cores: 1)
2026-11-21T10:33:32+0000 - *** HARAKIRI ON WORKER 1 (pid: 6, try: 1, graceful: yes) ***
2026-11-21T10:33:32+0000 - DAMN ! worker 1 (pid: 6) died, killed by signal 9 :( trying respawn ...
2026-11-21T10:33:32+0000 - Respawned uWSGI worker 1 (new pid: 9)
2026-11-21T10:33:32+0000 - *** uWSGI listen queue of socket "0.0.0.0:8080" (fd: 3) full !!! (17/16) ***
2026-11-21T10:33:32+0000 - invalid request block size: 6368 (max 4096)...skip
2026-11-21T10:33:33+0000 - ...gracefully killing workers...
2026-11-21T10:33:33+0000 - worker 1 buried after 1 seconds
a line without a time
`;

test('what its lines tell of is known, with the worker that they are about', (t) => {
	const events = uwsgi.readLogs(new Map([['uwsgi.log', log]]), 'app1', {fromWallMs: (wallMs) => wallMs});
	t.deepEqual(
		events.map(({meaning, pid}) => [meaning, pid]),
		[
			['started', undefined],
			['worker-started', 6],
			['request-timeout', 6],
			['worker-killed', 6],
			['worker-started', 9],
			['queue-full', undefined],
			['request-refused', undefined],
			['reloaded', undefined],
			['worker-exited', undefined],
		],
	);
	t.like(events[0], {atMs: Date.parse('2026-11-21T10:33:29.500Z'), uncertaintyMs: 500});
});

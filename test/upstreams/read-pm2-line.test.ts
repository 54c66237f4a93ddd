import test from 'ava';
import {readPm2Line} from '../../src/upstreams/read-pm2-line.ts';

// Captured from PM2 7.0.4, `pm2-runtime start`, 2026-11-21.
test('a start and an end by a signal are read from its own lines', (t) => {
	t.deepEqual(readPm2Line('2026-11-21T10:38:23: PM2 log: App [app1:0] online'), {says: 'online'});
	t.deepEqual(readPm2Line('2026-11-21T10:38:30: PM2 log: App [app1:0] exited with code [0] via signal [SIGKILL]'), {
		says: 'exited',
		exitCode: 137,
		signal: 'SIGKILL',
	});
	t.deepEqual(readPm2Line('2026-11-21T10:38:33: PM2 log: App [app1:0] exited with code [0] via signal [SIGSEGV]'), {
		says: 'exited',
		exitCode: 139,
		signal: 'SIGSEGV',
	});
});

test('an end by itself has its exit code, although PM2 names a signal', (t) => {
	t.deepEqual(readPm2Line('2026-11-21T10:38:33: PM2 log: App [app1:0] exited with code [1] via signal [SIGINT]'), {
		says: 'exited',
		exitCode: 1,
		signal: null,
	});
});

test('that it gives up is read, and other lines say nothing', (t) => {
	t.deepEqual(readPm2Line('2026-11-21T10:40:00: PM2 log: Script /opt/app.ts had too many unstable restarts (5). Stopped. "errored"'), {
		says: 'gave-up',
	});
	for (const line of ['', '2026-11-21T10:38:30: PM2 log: App [app1:0] will restart in 100ms', 'App [app1:0] online']) {
		t.is(readPm2Line(line), null);
	}
});

import test from 'ava';
import {readPhpFpmLogs} from '../../src/servers/php-fpm-logs.ts';

const clock = {fromWallMs: (wallMs: number) => wallMs};

function read(line: string) {
	return readPhpFpmLogs(new Map([['php-fpm.log', `${line}\n`]]), 'app1', clock)[0];
}

// Lines of PHP-FPM 8.4.28.
const lines = [
	['NOTICE: ready to handle connections', 'started', undefined],
	['WARNING: [pool www] server reached pm.max_children setting (3), consider raising it', 'workers-busy', undefined],
	[
		`WARNING: [pool www] child 12, script '/opt/gatequake/app/index.php' (request: "GET ") execution timed out (2.018528 sec), terminating`,
		'request-timeout',
		12,
	],
	['WARNING: [pool www] child 12 exited on signal 15 (SIGTERM) after 4.059024 seconds from start', 'worker-killed', 12],
	['WARNING: [pool www] child 13 exited on signal 11 (SIGSEGV) after 1.520000 seconds from start', 'worker-killed', 13],
	['NOTICE: [pool www] child 125 started', null, 125],
	['NOTICE: Reloading in progress ...', null, undefined],
	['NOTICE: reloading: execvp("php-fpm", {"php-fpm", "--nodaemonize"})', 'reloaded', undefined],
] as const;

for (const [text, meaning, pid] of lines) {
	test(`FPM says \`${text}\`: ${meaning ?? 'nothing that has a word'}`, (t) => {
		const event = read(`[21-Nov-2026 10:51:05] ${text}`);
		t.is(event?.meaning, meaning);
		t.is(event?.pid, pid);
		t.is(event?.part, 'app1');
		t.is(event?.atMs, Date.UTC(2026, 10, 21, 10, 51, 5) + 500);
		t.is(event?.uncertaintyMs, 500);
	});
}

test('what is no line of its log is none', (t) => {
	t.is(read('[21-Foo-2026 10:51:05] NOTICE: x'), undefined);
	t.is(read('PHP Warning: something'), undefined);
});

// Logs as they are found on machines: cut, mixed, wrapped, not UTF-8, of several formats, or no logs at all.
import {readFileSync} from 'node:fs';
import test from 'ava';
import {LogReading} from '../../src/diagnosis/log-reading.ts';
import type {LogDiagnosis} from '../../src/diagnosis/log-diagnosis.ts';
import type {LogOwner} from '../../src/diagnosis/log-owner.ts';
import type {GatequakeError} from '../../src/error.ts';

interface Given {
	readonly sinceMs?: number;
	readonly untilMs?: number;
	readonly zoneMinutes?: number;
}

async function diagnose(
	files: readonly (readonly [LogOwner, string | readonly Buffer[]])[],
	{sinceMs = -Infinity, untilMs = Infinity, zoneMinutes = 0}: Given = {},
): Promise<LogDiagnosis> {
	const reading = new LogReading({sinceMs, untilMs});
	for (const [owner, content] of files) {
		await reading.read({
			name: 'log',
			owner,
			chunks: typeof content === 'string' ? [Buffer.from(content)] : content,
			zoneMinutes,
			year: 2026,
		});
	}

	return reading.diagnosis();
}

function refused(second: number, upstream = '10.0.0.3:8080'): string {
	return `2026/11/21 04:32:${String(second).padStart(2, '0')} [error] 31#31: *7 connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.4, server: , request: "GET / HTTP/1.1", upstream: "http://${upstream}/", host: "x"\n`;
}

function combined(second: number, status: number, tail = ''): string {
	return `10.0.0.4 - - [21/Nov/2026:04:32:${String(second).padStart(2, '0')} +0000] "GET /a?b=\\x22 HTTP/1.1" ${status} 157 "-" "curl/8"${tail}\n`;
}

test('when, where and why, from an error log and an access log', async (t) => {
	const {causes, requests, from, to} = await diagnose([
		['nginx', refused(8) + refused(9, '10.0.0.5:8080') + refused(9)],
		['nginx', combined(7, 200) + combined(8, 502) + combined(9, 502) + combined(9, 502)],
	]);
	const [cause] = causes;
	t.is(cause?.id, 'nginx.connect-refused');
	t.is(cause?.cause, 'connection_refused');
	t.is(cause?.count, 3);
	t.deepEqual(cause?.upstreams, [
		{name: '10.0.0.3:8080', count: 2},
		{name: '10.0.0.5:8080', count: 1},
	]);
	t.is(cause?.first, '2026-11-21T04:32:08.000Z');
	t.is(cause?.last, '2026-11-21T04:32:09.000Z');
	t.regex(cause?.change ?? '', /proxy_next_upstream/);
	t.deepEqual(requests?.byStatus, {'below 400': 1, '502': 3});
	t.deepEqual([from, to], ['2026-11-21T04:32:08.000Z', '2026-11-21T04:32:09.000Z']);
	t.is(causes.length, 1);
});

test('lines may be cut anywhere by the pieces in which a file is read', async (t) => {
	const bytes = Buffer.from(refused(8).repeat(3));
	const pieces = Array.from({length: Math.ceil(bytes.length / 7)}, (_, index) => bytes.subarray(index * 7, index * 7 + 7));
	const {causes, files} = await diagnose([['nginx', pieces]]);
	t.is(causes[0]?.count, 3);
	t.is(files[0]?.lines, 3);
	t.false(files[0]?.endsMidLine);
});

test('a last line that was cut is read as far as it goes, and told', async (t) => {
	const {causes, files} = await diagnose([['nginx', refused(8) + refused(9).slice(0, 120)]]);
	t.is(causes[0]?.count, 2);
	t.true(files[0]?.endsMidLine);
});

test('formats may be mixed in one file, with the ends of lines of Windows', async (t) => {
	const json = '{"time":"2026-11-21T04:32:08Z","status":"502","request_time":"60.001","upstream_addr":"10.0.0.3:8080"}\n';
	const {files, requests, causes} = await diagnose([['nginx', (refused(8) + combined(8, 502) + json).replaceAll('\n', '\r\n')]]);
	t.deepEqual(new Set(files[0]?.formats), new Set(['nginx error log', 'access log', 'JSON access log']));
	t.is(requests?.byStatus['502'], 2);
	t.is(causes[0]?.id, 'nginx.connect-refused');
});

test('bytes that are no UTF-8 do not stop the reading', async (t) => {
	const line = Buffer.concat([Buffer.from(refused(8).slice(0, -2)), Buffer.from([0xff, 0xfe, 0xc3, 0x28, 0x0a])]);
	const {causes} = await diagnose([['nginx', [line]]]);
	t.is(causes[0]?.count, 1);
	t.true(causes[0]?.lines[0]?.includes('\u{FFFD}'));
});

test('lines that nobody knows are counted by their shape, and no cause is made of them', async (t) => {
	const unknown = Array.from(
		{length: 50},
		(_, index) => `2026/11/21 04:32:08 [error] 31#31: *${index} flux capacitor ${index} lost sync with "${index}", client: 10.0.0.4\n`,
	).join('');
	const {causes, notUnderstood, files} = await diagnose([['nginx', `${unknown}not a line of nginx at all\n`]]);
	t.deepEqual(causes, []);
	t.is(notUnderstood.lines, 51);
	t.is(notUnderstood.shapes[0]?.count, 50);
	t.is(notUnderstood.shapes[0]?.shape, 'flux capacitor N lost sync with "…"');
	t.is(files[0]?.notUnderstood, 51);
});

test('what is outside the window is left out', async (t) => {
	const {causes} = await diagnose([['nginx', refused(8) + refused(20) + refused(40)]], {
		sinceMs: Date.parse('2026-11-21T04:32:10Z'),
		untilMs: Date.parse('2026-11-21T04:32:30Z'),
	});
	t.is(causes[0]?.count, 1);
});

test('a log without a zone is read in the zone that is told', async (t) => {
	const {from} = await diagnose([['nginx', refused(8)]], {zoneMinutes: 120});
	t.is(from, '2026-11-21T02:32:08.000Z');
});

test('a binary file, and a text that is no log, are refused with a word on what to do', async (t) => {
	const binary = await t.throwsAsync<GatequakeError>(diagnose([['nginx', [Buffer.alloc(5000)]]]));
	t.is(binary?.code, 'NO_LOG');
	const text = await t.throwsAsync<GatequakeError>(diagnose([['haproxy', '# A readme\n\nOf something.\n']]));
	t.is(text?.code, 'NO_LOG');
	t.regex(text?.message ?? '', /# A readme/);
	t.regex(text?.hint ?? '', /--gateway/);
});

test('an empty log is a log in which nothing happened', async (t) => {
	const {causes, from} = await diagnose([['nginx', '']]);
	t.deepEqual([causes, from], [[], null]);
});

test('the OOM killer in the kernel’s log stands before the refusals that followed from it', async (t) => {
	const kernel =
		'Nov 21 04:32:07 web1 kernel: [ 7063.247407] Memory cgroup out of memory: Killed process 63214 (node) total-vm:3149468kB, anon-rss:164992kB\n';
	const {causes} = await diagnose([
		['kernel', kernel],
		['nginx', refused(8).repeat(500)],
	]);
	t.deepEqual(
		causes.map(({id}) => id),
		['kernel.oom-cgroup', 'nginx.connect-refused'],
	);
	t.regex(causes[1]?.notes.join(' ') ?? '', /memory limit/);
});

test('an OOM kill hours before the failures does not explain them', async (t) => {
	const kernel =
		'Nov 21 01:00:00 web1 kernel: [ 7063.247407] Memory cgroup out of memory: Killed process 63214 (node) total-vm:3149468kB\n';
	const {causes} = await diagnose([
		['kernel', kernel],
		['nginx', refused(8)],
	]);
	t.is(causes[0]?.id, 'nginx.connect-refused');
});

test('no live upstreams follows from what failed before, and is not the cause', async (t) => {
	const {causes, alsoSeen} = await diagnose([
		['nginx', refused(8) + refused(9).replace('connect() failed (111: Connection refused)', 'no live upstreams').repeat(900)],
	]);
	t.deepEqual(
		causes.map(({id}) => id),
		['nginx.connect-refused'],
	);
	t.is(alsoSeen[0]?.id, 'nginx.no-live-upstreams');
});

test('errors that the app answered are told from errors of the gateway', async (t) => {
	const {causes} = await diagnose([['nginx', combined(8, 503, ' us=503 rt=0.010').repeat(5)]]);
	t.is(causes[0]?.id, 'app-answered');
	t.is(causes[0]?.confidence, 'certain');
});

test('errors that no line explains are possible causes at most', async (t) => {
	const {causes} = await diagnose([['nginx', combined(8, 502).repeat(5)]]);
	t.is(causes[0]?.id, 'unexplained');
	t.is(causes[0]?.confidence, 'possible');
});

test('clients that left are what there is to explain where many did, and a habit of some where few did', async (t) => {
	const many = await diagnose([['nginx', combined(8, 499).repeat(30) + combined(9, 200).repeat(70)]]);
	t.like(many.causes[0], {id: 'clients-gone', role: 'failure', count: 30});
	t.regex(many.causes[0]?.meaning ?? '', /30 of 100 requests/);
	const few = await diagnose([['nginx', combined(8, 499).repeat(20) + combined(9, 200).repeat(80)]]);
	t.deepEqual(few.causes, []);
	t.like(few.alsoSeen[0], {id: 'clients-gone', role: 'client', count: 20});
	const behind = await diagnose([['nginx', combined(8, 499).repeat(30) + refused(9) + combined(9, 502).repeat(31)]]);
	t.not(behind.causes[0]?.id, 'clients-gone');
});

test('a time-out shows in how long the failures took', async (t) => {
	const {requests} = await diagnose([['nginx', combined(8, 504, ' rt=60.001').repeat(5)]]);
	t.is(requests?.failures[0]?.tookSeconds, 60);
});

test('lines that Docker or containerd wrapped are unwrapped', async (t) => {
	const docker = `${JSON.stringify({log: refused(8), stream: 'stderr', time: '2026-11-21T04:32:08.1Z'})}\n`;
	const cri = `2026-11-21T04:32:08.123456789Z stderr F ${refused(9)}`;
	const {causes} = await diagnose([['nginx', docker + cri]]);
	t.is(causes[0]?.count, 2);
});

test('what a syslog daemon puts before a line is taken off, in its old form and its new one', async (t) => {
	const line = refused(8);
	const access = '10.0.0.4 - - [21/Nov/2026:04:32:08 +0000] "GET / HTTP/1.1" 502 157 "-" "curl"\n';
	const lines = [
		`<187>Nov 21 04:32:08 web1 nginx: ${line}`,
		`<187>Nov 21 04:32:08 nginx: ${line}`,
		`Nov  1 04:32:08 web1 nginx[31]: ${line}`,
		`2026-11-21T04:32:08.123456+00:00 web1 nginx[31]: ${line}`,
		`<187>1 2026-11-21T04:32:08.123Z web1 nginx 31 - - ${line}`,
		`<190>Nov 21 04:32:08 web1 nginx: ${access}`,
	];
	const {causes, requests, notUnderstood} = await diagnose([['nginx', lines.join('')]]);
	t.is(causes[0]?.count, 5);
	t.is(causes[0]?.first, '2026-11-21T04:32:08.000Z');
	t.is(requests?.total, 1);
	t.is(notUnderstood.lines, 0);
});

test('HAProxy’s own lines are read behind either form of syslog', async (t) => {
	const words = 'Server apps/app1 is DOWN, reason: Layer4 timeout, check duration: 0ms.\n';
	const lines = [
		`<129>Nov 21 04:32:08 haproxy[109]: ${words}`,
		`<129>Nov 21 04:32:08 web1 haproxy[109]: ${words}`,
		`<129>1 2026-11-21T04:32:08.123+00:00 web1 haproxy 109 - - ${words}`,
	];
	const {alsoSeen, notUnderstood} = await diagnose([['haproxy', lines.join('')]]);
	t.deepEqual(
		alsoSeen.map(({id, count}) => [id, count]),
		[['haproxy.server-down', 3]],
	);
	t.is(notUnderstood.lines, 0);
});

test('a traceback belongs to the line before it', async (t) => {
	const log =
		'[2026-11-21 08:19:15 +0000] [9] [ERROR] Error handling request /items\nTraceback (most recent call last):\n  File "app.py", line 3, in f\nRuntimeError: boom\n';
	const {notUnderstood, causes} = await diagnose([['app', log]]);
	t.is(notUnderstood.lines, 0);
	t.is(causes[0]?.id, 'gunicorn.request-error');
});

test('a journal as JSON gives the units’ ends, and shows them as people read them', async (t) => {
	const line = {
		MESSAGE: 'app.service: Main process exited, code=killed, status=9/KILL',
		__REALTIME_TIMESTAMP: '1795235528000000',
		SYSLOG_IDENTIFIER: 'systemd',
		_PID: '1',
	};
	const {causes} = await diagnose([['journal', `${JSON.stringify(line)}\n`]]);
	t.is(causes[0]?.id, 'systemd.main-killed');
	t.is(causes[0]?.first, '2026-11-21T04:32:08.000Z');
	t.deepEqual(causes[0]?.lines, ['2026-11-21T04:32:08.000Z systemd[1]: app.service: Main process exited, code=killed, status=9/KILL']);
});

test('a gateway that began again without having been stopped was killed', async (t) => {
	const start = '2026/11/21 04:32:00 [notice] 1#1: nginx/1.26.3\n';
	const {causes} = await diagnose([
		[
			'nginx',
			start +
				refused(1)
					.replace('[error]', '[info]')
					.replace(/connect\(\).*upstream,/, 'client 10.0.0.4 closed keepalive connection,') +
				start.replace(':00 ', ':30 '),
		],
	]);
	t.is(causes[0]?.id, 'gateway-started-anew');
});

const envoyStart = (time: string) =>
	[
		`[2026-11-22 03:35:${time}.028][1][info][upstream] [source/common/upstream/cds_api_helper.cc:84] cds: added/updated 1 cluster(s) (skipped 0 unmodified cluster(s)); removed 0 cluster(s)\n`,
		`[2026-11-22 03:35:${time}.056][1][info][config] [source/common/listener_manager/listener_manager_impl.cc:1009] all dependencies initialized. starting workers\n`,
	].join('');

test('a gateway that says of each start that it took a config over was started anew all the same', async (t) => {
	const {causes} = await diagnose([['envoy', envoyStart('28') + envoyStart('33')]]);
	t.deepEqual(
		causes.map(({id, count}) => [id, count]),
		[['gateway-started-anew', 1]],
	);
	t.deepEqual((await diagnose([['envoy', envoyStart('28')]])).causes, []);
});

test('units and app servers that began again are not the gateway', async (t) => {
	const started = ['php8.2-fpm.service - PHP', 'app.service - App', 'app.service - App'].map(
		(unit, second) => `2026-11-21T04:32:0${second}+00:00 web1 systemd[1]: Started ${unit}.\n`,
	);
	const ready = [1, 2, 3].map((second) => `[21-Nov-2026 04:32:0${second}] NOTICE: ready to handle connections\n`);
	const {causes, life} = await diagnose([
		['journal', started.join('')],
		['app', ready.join('')],
	]);
	t.deepEqual(causes, []);
	t.deepEqual(
		life.map(({id, count}) => [id, count]),
		[
			['systemd.started', 3],
			['php-fpm.started', 3],
		],
	);
});

test('lines that differ in their error number alone are told apart, and lines that differ in other numbers are not', async (t) => {
	const gone = refused(9).replace('111:', '113:');
	const {causes} = await diagnose([['nginx', (refused(8) + gone).repeat(2) + refused(10).replace('*7 ', '*12345 ')]]);
	t.deepEqual(
		causes.map(({id, count}) => [id, count]),
		[
			['nginx.connect-refused', 3],
			['nginx.connect-unroutable', 2],
		],
	);
});

test('an answer that Varnish will not read at all is a failure with its reason, though it is no FetchError', async (t) => {
	const log = readFileSync(new URL('../fixtures/gateways/varnish/two-lengths.txt', import.meta.url), 'utf8');
	const {causes} = await diagnose([['varnish', log]]);
	t.is(causes[0]?.id, 'varnish.malformed');
	t.deepEqual(causes[0]?.cause, 'http_protocol_error');
});

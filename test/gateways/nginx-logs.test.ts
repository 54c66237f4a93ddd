import test from 'ava';
import {readNginxLogs} from '../../src/gateways/nginx-logs.ts';

const originWallMs = Date.UTC(2026, 10, 21, 3, 33, 49);
const clock = {fromWallMs: (wallMs: number) => wallMs - originWallMs};

function read(text: string) {
	return readNginxLogs(new Map([['some.log', text]]), clock);
}

test('an access line gives status, attempts, worker and the instant to the millisecond', (t) => {
	const line =
		'{"t":1795232030.125,"gq":"42","status":502,"seconds":0.001,"addresses":"172.18.0.3:8080, 172.18.0.5:8080","statuses":"502, 502","header_seconds":"-, 0.001","upstream_seconds":"0.000, 0.001","worker":23,"complete":"OK"}';
	t.deepEqual(read(line), [
		{
			kind: 'access',
			atMs: 1795232030125 - originWallMs,
			uncertaintyMs: 2,
			requestId: 42,
			status: 502,
			upstreamAddresses: ['172.18.0.3:8080', '172.18.0.5:8080'],
			// Of the first attempt nginx got nothing: that 502 is its own.
			upstreamStatuses: [null, 502],
			durationMs: 1,
			worker: 23,
		},
	]);
});

test('what went out as HTTP/0.9 has the status that nginx writes for it', (t) => {
	const line =
		'{"t":1795232030.125,"gq":"42","status":"009","seconds":0.001,"addresses":"172.18.0.3:8080","statuses":"200","header_seconds":"0.000","upstream_seconds":"0.000","worker":23,"complete":"OK"}';
	t.like(read(line)[0], {kind: 'access', requestId: 42, status: 9, upstreamStatuses: [200]});
});

test('an error line gives cause, request id, upstream, and an instant that is good to half a second', (t) => {
	const line =
		'2026/11/21 03:33:50 [error] 23#23: *9 connect() failed (111: Connection refused) while connecting to upstream, client: 172.18.0.2, server: , request: "GET /items?gq=42 HTTP/1.1", upstream: "http://172.18.0.3:8080/items?gq=42", host: "gateway:8080"';
	t.deepEqual(read(line), [
		{
			kind: 'gateway-log',
			atMs: 1500,
			uncertaintyMs: 500,
			level: 'error',
			raw: line,
			requestId: 42,
			cause: 'connection_refused',
			upstreamAddress: '172.18.0.3:8080',
		},
	]);
});

test("the default log format of a user's own config is read as far as it goes", (t) => {
	const line = '172.18.0.2 - - [21/Nov/2026:03:33:50 +0000] "POST /items?gq=7 HTTP/1.1" 502 150 "-" "-"';
	const [event] = read(line);
	t.like(event, {kind: 'access', atMs: 1500, requestId: 7, status: 502, worker: null, durationMs: null});
});

test('lines that cannot be read, torn ones too, are no errors and no events', (t) => {
	t.deepEqual(read('\n{"t":1795232030.1,"gq":"4\nnonsense\n[error] nothing'), []);
});

const client = 'client: 127.0.0.1, server: , request: "GET /i?gq=15 HTTP/1.1"';
// Lines of nginx 1.30.6, with PHP-FPM on a Unix socket.
const socketLines = [
	[
		'[crit]',
		'connect() to unix:/run/gatequake/app1.sock failed (2: No such file or directory) while connecting to upstream',
		'destination_unavailable',
	],
	[
		'[crit]',
		'connect() to unix:/run/gatequake/app1.sock failed (13: Permission denied) while connecting to upstream',
		'destination_unavailable',
	],
	[
		'[error]',
		'connect() to unix:/run/gatequake/app1.sock failed (11: Resource temporarily unavailable) while connecting to upstream',
		'connection_limit_reached',
	],
	[
		'[error]',
		'connect() to unix:/run/gatequake/app1.sock failed (111: Connection refused) while connecting to upstream',
		'connection_refused',
	],
	['[error]', 'recv() failed (104: Connection reset by peer) while reading response header from upstream', 'connection_terminated'],
	['[error]', 'upstream sent too big header while reading response header from upstream', 'http_response_header_section_size'],
] as const;

for (const [level, words, cause] of socketLines) {
	test(`on a Unix socket, nginx's \`${words}\` is ${cause}, and its upstream the socket`, (t) => {
		for (const upstream of ['fastcgi://unix:/run/gatequake/app1.sock:', 'http://unix:/run/gatequake/app1.sock:/i?gq=15']) {
			const [event] = read(`2026/11/21 03:33:50 ${level} 16#16: *13 ${words}, ${client}, upstream: "${upstream}", host: "x"`);
			t.like(event, {kind: 'gateway-log', requestId: 15, cause, upstreamAddress: 'unix:/run/gatequake/app1.sock'});
		}
	});
}

// The fixtures hold lines of httpd 2.4.69 as the core suite made them.
import {readFileSync} from 'node:fs';
import test from 'ava';
import {readHttpdLogs} from '../../src/gateways/httpd-logs.ts';
import type {AccessEvent, GatewayLogEvent} from '../../src/timeline/timeline.ts';

const originWallMs = Date.UTC(2026, 10, 21, 6, 33, 0);
const clock = {fromWallMs: (wallMs: number) => wallMs - originWallMs};

function read(text: string): readonly (AccessEvent | GatewayLogEvent)[] {
	return readHttpdLogs(new Map([['some.log', text]]), clock);
}

function fixture(name: string): string {
	return readFileSync(new URL(`../fixtures/gateways/httpd/${name}`, import.meta.url), 'utf8');
}

const errors = read(fixture('error.txt')).flatMap((event) => (event.kind === 'gateway-log' ? [event] : []));

function causesOf(requestId: number): readonly GatewayLogEvent['cause'][] {
	return errors.filter((event) => event.requestId === requestId).map(({cause}) => cause);
}

test('an access line gives status, member, time taken, process and the instant to the millisecond', (t) => {
	t.deepEqual(
		read('{"us":1795242780500250,"gq":"503","status":503,"upstream":"http://app1:8080","upstream_status":"-","us_taken":2368,"worker":11}'),
		[
			{
				kind: 'access',
				atMs: 500.25,
				uncertaintyMs: 1,
				requestId: 503,
				status: 503,
				upstreamAddresses: ['app1:8080'],
				upstreamStatuses: [null],
				durationMs: 2,
				worker: 11,
			},
		],
	);
	t.deepEqual(
		read(fixture('access.txt')).map((event) => event.kind === 'access' && [event.requestId, event.status, ...event.upstreamStatuses]),
		[
			[null, 200, 200],
			[503, 503, null],
			[501, 502, null],
		],
	);
});

test('a connection that could not be made is joined to the request that the same thread names next', (t) => {
	t.deepEqual(causesOf(503), ['connection_refused', null, null, 'http_response_timeout', null]);
	t.deepEqual(causesOf(528), ['connection_timeout', null, null]);
	t.is(errors.find(({cause}) => cause === 'connection_refused')?.upstreamAddress, '172.18.0.2:8080');
});

test('a connection that could not be made, with no reason from the same thread, was refused for a member that is out', (t) => {
	const line =
		'[2026-11-21 06:35:57.913300] [proxy_http:error] [pid 12:tid 7] [gq 912] AH01114: HTTP: failed to make connection to backend: app1';
	t.like(read(line)[0], {requestId: 912, cause: 'destination_unavailable', uncertaintyMs: 1});
	const otherThread =
		'[2026-11-21 06:35:57.913200] [proxy:error] [pid 11:tid 7] [gq -] (111)Connection refused: AH00957: http: attempt to connect to 172.18.0.2:8080 (app1:8080) failed';
	const [lost, refused] = read(`${otherThread}\n${line}`);
	t.like(lost, {requestId: null, cause: 'connection_refused'});
	t.like(refused, {requestId: 912, cause: 'destination_unavailable'});
});

test('the errno before the code tells a time-out from an end', (t) => {
	t.is(causesOf(502)[0], 'connection_terminated');
	t.is(causesOf(502)[1], 'connection_read_timeout');
	t.deepEqual(causesOf(565), ['http_response_incomplete']);
});

test('a header line that is too long has its cause once, and one that is none has another', (t) => {
	t.deepEqual(causesOf(505), ['http_response_header_section_size', null]);
	const line = '[2026-11-21 06:34:01.651889] [proxy_http:warn] [pid 12:tid 9] [gq 8] AH01106: bad HTTP/1.1 header returned by /items (GET)';
	t.like(read(line)[0], {requestId: 8, cause: 'http_protocol_error', level: 'warn'});
});

test('no member in service, a reload and a member that is taken out are told apart', (t) => {
	t.deepEqual(causesOf(1125), ['destination_unavailable']);
	t.deepEqual(
		errors.flatMap(({lifecycle}) => lifecycle ?? []),
		['reloaded', 'upstream-disabled', 'upstream-disabled'],
	);
});

test('lines that cannot be read, torn ones too, are no errors and no events', (t) => {
	t.deepEqual(read('\n{"us":17952427805\n[2026-11-21 06:34:01] [x\nhttpd: nonsense'), []);
});

test('a FastCGI app that closes, one that is too slow, a member that another thread took out meanwhile, and headers that are too long', (t) => {
	const text = fixture('fastcgi.txt');
	t.deepEqual(
		read(text).map((event) => [event.requestId, event.kind === 'gateway-log' ? event.cause : event.kind === 'access' && event.status]),
		[
			[255, 503],
			[263, 503],
			[152, 504],
			[255, 'connection_terminated'],
			[255, null],
			[263, 'destination_unavailable'],
			[152, 'http_response_timeout'],
			[743, 'http_protocol_error'],
			[743, null],
			[743, null],
		],
	);
});

test('lines in the formats that httpd has by default are read, and joined to requests where they name one: only the access log does', (t) => {
	const events = read(fixture('by-default.txt'));
	t.deepEqual(
		events.flatMap((event) =>
			event.kind === 'gateway-log' && event.cause !== null ? [[event.requestId, event.cause, event.upstreamAddress]] : [],
		),
		[
			[null, 'http_response_timeout', 'api:3000'],
			[null, 'dns_error', null],
			[null, 'connection_timeout', '192.168.240.2:3000'],
		],
	);
	t.deepEqual(
		events.flatMap((event) => (event.kind === 'access' ? [[event.requestId, event.status, ...event.upstreamStatuses]] : [])),
		[
			[1, 200],
			[2, 502],
			[3, 500],
			[4, 503],
			[5, 503],
			[6, 503],
		],
	);
	const timedOut = events.find((event) => event.kind === 'gateway-log' && event.cause === 'http_response_timeout');
	t.is(Math.round((timedOut?.atMs ?? 0) + originWallMs), Date.UTC(2026, 10, 21, 20, 54, 47, 317));
});

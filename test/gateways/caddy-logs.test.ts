// The fixture holds lines of Caddy 2.11.4 as the core suite made them, but for the headers, which are left out.
import {readFileSync} from 'node:fs';
import test from 'ava';
import {readCaddyLogs} from '../../src/gateways/caddy-logs.ts';
import type {AccessEvent, GatewayLogEvent} from '../../src/timeline/timeline.ts';

const originWallMs = 1_795_244_000_000;
const clock = {fromWallMs: (wallMs: number) => wallMs - originWallMs};
const lines = readFileSync(new URL('../fixtures/gateways/caddy/caddy.txt', import.meta.url), 'utf8');
const events = read(lines);

function read(text: string): readonly (AccessEvent | GatewayLogEvent)[] {
	return readCaddyLogs(new Map([['caddy.log', text]]), clock);
}

/** By the words of the line. */
function causeOf(words: string): GatewayLogEvent['cause'] | undefined {
	const found = events.find((event) => event.kind === 'gateway-log' && event.raw.includes(words));
	return found?.kind === 'gateway-log' ? found.cause : undefined;
}

test('an access line gives status, time, and each attempt that the lines before it told of', (t) => {
	t.like(
		events.find(({kind}) => kind === 'access'),
		{
			kind: 'access',
			requestId: 503,
			status: 502,
			upstreamAddresses: ['app1:8080'],
			upstreamStatuses: [null],
			durationMs: 4,
			uncertaintyMs: 1,
		},
	);
});

test('an attempt that failed gives cause, request, upstream, and the instant to the millisecond', (t) => {
	const [first] = events;
	t.like(first, {kind: 'gateway-log', level: 'debug', requestId: 503, cause: 'connection_refused', upstreamAddress: 'app1:8080'});
	t.is(Math.round(first?.atMs ?? 0), 305_983);
});

test('each error of the transport names its cause', (t) => {
	t.is(causeOf('connect: connection refused'), 'connection_refused');
	t.is(causeOf('"msg":"read tcp 172.18.0.2:42392->172.18.0.4:8080: i/o timeout"'), 'http_response_timeout');
	t.is(causeOf('read: connection reset by peer'), 'connection_terminated');
	t.is(causeOf('"reading: unexpected EOF"'), 'http_response_incomplete');
	t.is(causeOf('"error":"reading: read tcp 192.168.0.4:46334'), 'connection_read_timeout');
	t.is(causeOf('server response headers exceeded'), 'http_response_header_section_size');
	t.is(causeOf('lookup app1: i/o timeout'), 'dns_timeout');
	t.is(causeOf('dial tcp 192.168.64.2:8080: i/o timeout'), 'connection_timeout');
	t.is(causeOf('invalid byte in chunk length'), 'http_response_transfer_coding');
	t.is(causeOf('malformed MIME header'), 'http_protocol_error');
	t.is(causeOf('malformed HTTP response'), 'http_protocol_error');
});

test('a config that was taken over is a reload', (t) => {
	t.like(events.at(-1), {kind: 'gateway-log', lifecycle: 'reloaded', requestId: null, cause: null});
});

test('a round trip that went well is an attempt, and no event of its own', (t) => {
	const request = '"request":{"method":"GET","uri":"/items?gq=7"}';
	const found = read(
		[
			`{"level":"debug","ts":1795244000.5,"logger":"http.handlers.reverse_proxy","msg":"upstream roundtrip","upstream":"app1:8080",${request},"error":"EOF"}`,
			`{"level":"debug","ts":1795244000.6,"logger":"http.handlers.reverse_proxy","msg":"upstream roundtrip","upstream":"app2:8080",${request},"status":200}`,
			`{"level":"info","ts":1795244000.75,"logger":"http.log.access","msg":"handled request",${request},"duration":0.25,"status":200}`,
		].join('\n'),
	);
	t.is(found.length, 2);
	t.like(found[0], {kind: 'gateway-log', cause: 'connection_terminated', requestId: 7});
	t.like(found[1], {kind: 'access', atMs: 750, upstreamAddresses: ['app1:8080', 'app2:8080'], upstreamStatuses: [null, 200]});
});

test('lines that cannot be read, torn ones too, are no errors and no events', (t) => {
	t.deepEqual(read('\n{"level":"error","ts":17952\n{}\n{"ts":"late"}\n2026/11/21 06:00:00 redirected'), []);
});

test('errors of the FastCGI transport name their causes, and its own lines of level debug are no events', (t) => {
	const text = readFileSync(new URL('../fixtures/gateways/caddy/fastcgi.txt', import.meta.url), 'utf8');
	t.deepEqual(
		read(text).map((event) => [event.requestId, event.kind === 'gateway-log' ? event.cause : event.kind === 'access' && event.status]),
		[
			[173, 'connection_limit_reached'],
			[173, 'connection_limit_reached'],
			[173, 502],
			[152, 'http_response_timeout'],
			[152, 'http_response_timeout'],
			[152, 504],
		],
	);
});

/** A Caddyfile with `log` and `reverse_proxy`, an app that is up, paused, gone, and back with an error of its own. */
test('by what it logs by default its own errors and those of an app are told apart', (t) => {
	const byDefault = read(readFileSync(new URL('../fixtures/gateways/caddy/by-default.txt', import.meta.url), 'utf8'));
	t.deepEqual(
		byDefault.flatMap((event) => (event.kind === 'access' ? [[event.requestId, event.status, event.upstreamStatuses]] : [])),
		[
			[1, 200, [200]],
			[2, 504, []],
			[3, 502, []],
			[4, 502, []],
			[5, 503, [503]],
			[6, 503, [503]],
		],
	);
	t.deepEqual(
		byDefault.flatMap((event) => (event.kind === 'gateway-log' ? [[event.requestId, event.cause]] : [])),
		[
			[2, 'http_response_timeout'],
			[3, 'dns_error'],
			[4, 'dns_error'],
		],
	);
});

// The lines were written by Traefik 3.7.15 in runs of the core suite.
import {readFileSync} from 'node:fs';
import test from 'ava';
import {traefikCause} from '../../src/gateways/traefik-causes.ts';
import {readTraefikLogs} from '../../src/gateways/traefik-logs.ts';
import type {Cause} from '../../src/timeline/cause.ts';

const clock = {fromWallMs: (wallMs: number) => wallMs};

function read(text: string) {
	return readTraefikLogs(new Map([['traefik.log', text]]), clock);
}

function fixture(name: string) {
	return read(readFileSync(new URL(`../fixtures/gateways/traefik/${name}.txt`, import.meta.url), 'utf8'));
}

test('reasons and requests are joined by status, in the order of time', (t) => {
	const events = fixture('killed');
	const reasons = events.filter((event) => event.kind === 'gateway-log');
	const failed = events.filter((event) => event.kind === 'access' && event.status === 502);
	t.deepEqual(
		reasons.map(({cause}) => cause),
		['connection_terminated', 'connection_refused', 'connection_refused'],
	);
	t.deepEqual(
		reasons.map(({requestId}) => requestId),
		failed.map(({requestId}) => requestId),
	);
	t.is(reasons[0]?.upstreamAddress, '192.168.32.4:8080');
	t.like(failed[0], {upstreamAddresses: ['app1:8080'], upstreamStatuses: [null]});
});

test('an answer of the app with the same status is not taken for one of Traefik', (t) => {
	const lines = readFileSync(new URL('../fixtures/gateways/traefik/killed.txt', import.meta.url), 'utf8').split('\n');
	const [ok = '', reason = '', , , own = ''] = lines;
	const byApp = ok
		.replace('"DownstreamStatus":200', '"DownstreamStatus":502')
		.replaceAll(/"StartUTC":"[^"]*"/g, /"StartUTC":"[^"]*"/.exec(own)?.[0] ?? '');
	const reasons = read([byApp, reason, own].join('\n')).filter((event) => event.kind === 'gateway-log');
	t.is(reasons.length, 1);
	t.is(reasons[0]?.requestId, Number(/gq=(\d+)/.exec(own)?.[1]));
});

test('a request that is tried again is named in the next line', (t) => {
	const events = fixture('retried');
	t.like(events[0], {kind: 'gateway-log', requestId: 741, cause: 'connection_refused', upstreamAddress: '192.168.48.5:8080'});
	const access = events.find((event) => event.kind === 'access');
	t.like(access, {status: 200, upstreamStatuses: [null, 200]});
	t.is(access?.kind === 'access' ? access.upstreamAddresses.length : 0, 2);
	t.true(events.some((event) => event.kind === 'gateway-log' && event.lifecycle === 'upstream-disabled'));
});

test('an answer that was cut is named by the line of its abort', (t) => {
	t.like(fixture('cut')[0], {requestId: 570, cause: 'http_response_incomplete'});
});

test('a configuration after the first one is a reload', (t) => {
	const reloads = fixture('reloaded').filter((event) => event.kind === 'gateway-log' && event.lifecycle === 'reloaded');
	t.is(reloads.length, 3);
});

test("the default formats of a user's own config are read, as far as they go", (t) => {
	const [failure, access] = read(
		[
			'2026-11-21T07:10:58Z DBG github.com/traefik/traefik/v3/pkg/proxy/httputil/proxy.go:199 > 502 Bad Gateway error="dial tcp 127.0.0.1:1: connect: connection refused"',
			'127.0.0.1 - - [21/Nov/2026:07:10:58 +0000] "GET /items?gq=7 HTTP/1.1" 502 11 "-" "-" 1 "apps@file" "http://127.0.0.1:1" 5ms',
		].join('\n'),
	);
	t.like(failure, {requestId: 7, cause: 'connection_refused'});
	t.like(access, {kind: 'access', status: 502, durationMs: 5, upstreamAddresses: ['127.0.0.1:1']});
});

test('where no server is left the access line alone says so', (t) => {
	const line =
		'{"DownstreamStatus":503,"Duration":100000,"OriginContentSize":20,"RequestPath":"/items?gq=8","RetryAttempts":0,"StartUTC":"2026-11-21T07:10:58.5Z"}';
	t.like(read(line)[0], {kind: 'gateway-log', requestId: 8, cause: 'destination_unavailable'});
});

test('lines that cannot be read, torn ones too, are no errors and no events', (t) => {
	t.deepEqual(read('\n{"level":"debug","message":"502 B\n{"DownstreamStatus":\nnonsense\n'), []);
});

const names = test.macro({
	exec(t, error: string, cause: Cause | null) {
		t.is(traefikCause(error), cause);
	},
	title: (_, error, cause) => `"${String(error)}" means ${typeof cause === 'string' ? cause : 'no cause'}`,
});

test(names, 'dial tcp 10.0.0.9:8080: i/o timeout', 'connection_timeout');
test(names, 'dial tcp 10.0.0.9:8080: connect: no route to host', 'destination_ip_unroutable');
test(names, 'dial tcp: lookup app1 on 127.0.0.11:53: no such host', 'dns_error');
test(names, 'dial tcp: lookup app1: i/o timeout', 'dns_timeout');
test(names, 'net/http: timeout awaiting response headers', 'http_response_timeout');
test(names, 'EOF', 'connection_terminated');
test(names, 'net/http: HTTP/1.x transport connection broken: malformed HTTP response "x"', 'http_protocol_error');
test(names, 'httputil: ReverseProxy read error during body copy: malformed chunked encoding', 'http_response_transfer_coding');
test(names, 'httputil: ReverseProxy read error during body copy: context canceled', null);

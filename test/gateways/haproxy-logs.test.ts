// The fixtures are lines of real runs: HAProxy 3.2.26, 2026-11-21.
import {readFileSync} from 'node:fs';
import test from 'ava';
import {haproxyCause} from '../../src/gateways/haproxy-causes.ts';
import {readHaproxyLogs} from '../../src/gateways/haproxy-logs.ts';

const clock = {fromWallMs: (wallMs: number) => wallMs - 1_795_240_000_000};

function read(name: string) {
	const text = readFileSync(new URL(`../fixtures/gateways/haproxy/${name}`, import.meta.url), 'utf8');
	return readHaproxyLogs(new Map([[name, text]]), clock);
}

test('each request has an access event, at the end of its answer', (t) => {
	const [first, retried] = read('haproxy.txt').filter(({kind}) => kind === 'access');
	t.deepEqual(first, {
		kind: 'access',
		atMs: 3_494_199 + 8 + 1,
		uncertaintyMs: 2,
		requestId: 1,
		status: 200,
		upstreamAddresses: ['172.25.0.2:8080'],
		upstreamStatuses: [200],
		durationMs: 8,
		worker: 16,
	});
	t.like(retried, {requestId: 505, status: 200, upstreamAddresses: ['unknown', '192.168.176.3:8080'], upstreamStatuses: [null, 200]});
});

test('what did not end well has a line with its cause, by the termination state', (t) => {
	const lines = read('haproxy.txt').flatMap((event) => (event.kind === 'gateway-log' ? [event] : []));
	t.deepEqual(
		lines.map(({requestId, cause}) => [requestId, cause]),
		[
			[508, 'connection_refused'],
			[517, 'connection_timeout'],
			[502, 'connection_terminated'],
			[502, 'http_response_timeout'],
			[502, 'http_response_incomplete'],
			[502, 'connection_read_timeout'],
			[502, 'http_protocol_error'],
			[null, null],
		],
	);
	t.is(lines[0]?.upstreamAddress, '192.168.80.4:8080');
	t.regex(lines[0]?.raw ?? '', /"end":"SC"/);
});

test("the default format of a user's own config is read as far as it goes", (t) => {
	const events = read('httplog.txt');
	t.like(events[0], {kind: 'access', atMs: Date.UTC(2026, 10, 21, 7, 1, 15, 779) + 1 - 1_795_240_000_000, requestId: 17, status: 503});
	t.like(events[1], {kind: 'gateway-log', requestId: 17, cause: 'connection_refused'});
	t.like(events[2], {kind: 'access', requestId: 18, status: 200, upstreamStatuses: [200], durationMs: 121});
	t.like(events[3], {kind: 'gateway-log', cause: 'http_response_incomplete'});
	t.is(events.length, 4);
});

test('notices tell of reloads, workers and servers that went down', (t) => {
	const notices = read('notices.txt').flatMap((event) => (event.kind === 'gateway-log' ? [event] : []));
	const count = (lifecycle: string) => notices.filter((event) => event.lifecycle === lifecycle).length;
	t.is(count('reloaded'), 2);
	t.is(count('worker-exited'), 2);
	t.is(count('worker-started'), 4);
	t.is(count('upstream-disabled'), 1);
	t.like(
		notices.find(({lifecycle}) => lifecycle === 'reloaded'),
		{atMs: 2_741_583, uncertaintyMs: 10, level: 'notice', raw: '[NOTICE]   (1) : Reloading HAProxy'},
	);
});

const unconnected = (error: string | null, server = 'app1') => haproxyCause({state: 'SC', status: 503, server, error});

test('in the phase of the connection the words of the system tell causes apart, where there are any', (t) => {
	t.is(unconnected('-'), 'connection_refused');
	t.is(unconnected(null), 'connection_refused');
	t.is(unconnected('General socket error'), 'destination_ip_unroutable');
	t.is(unconnected('ECONNRESET returned by OS'), 'connection_terminated');
	t.is(unconnected('SSL handshake failure'), 'tls_protocol_error');
	t.is(unconnected('Timeout during SSL handshake'), 'connection_timeout');
	t.is(unconnected('Server presented an SSL certificate different from the expected one'), 'tls_certificate_error');
	t.is(unconnected('Out of local source ports on the system'), 'proxy_internal_error');
	t.is(unconnected('-', '<NOSRV>'), 'destination_unavailable');
	// The same words mean something else of a Unix socket.
	t.is(unconnected('unix Out of local source ports on the system -'), 'connection_limit_reached');
	t.is(unconnected('unix General socket error -'), 'destination_unavailable');
});

const refusedByRule = (status: number) => haproxyCause({state: 'PR', status, server: '<NOSRV>', error: null});

test('a request that the config denies is told from one for which there was no place in the queue', (t) => {
	t.deepEqual([503, 403, 400].map(refusedByRule), ['connection_limit_reached', 'http_request_denied', 'http_request_error']);
});

test('lines that cannot be read, torn ones too, are no errors and no events', (t) => {
	t.deepEqual(
		readHaproxyLogs(
			new Map([['a', '\n{"ended":1795232030,"gq":"4\nnonsense\nProxy apps stopped (cumulated conns: FE: 0, BE: 1).']]),
			clock,
		),
		[],
	);
});

test('of a Unix socket the words of the system have their own meaning: a full queue, and a socket that cannot be reached', (t) => {
	t.deepEqual(
		read('fastcgi.txt').map((event) => [
			event.requestId,
			event.kind === 'gateway-log' ? event.cause : event.kind === 'access' && event.status,
		]),
		[
			[319, 502],
			[319, 'connection_terminated'],
			[173, 503],
			[173, 'connection_limit_reached'],
			[127, 503],
			[127, 'destination_unavailable'],
		],
	);
});

/** `log stdout format raw local0` and `option httplog`, an app that is up, paused, gone, and back with an error of its own. */
test('on standard output in the format of a user’s own, its errors and those of an app are told apart', (t) => {
	const events = read('by-default.txt');
	t.deepEqual(
		events.flatMap((event) => (event.kind === 'access' ? [[event.requestId, event.status, event.upstreamStatuses.at(-1)]] : [])),
		[
			[1, 200, 200],
			[2, 504, null],
			[3, 503, null],
			[4, 503, undefined],
			[5, 503, 503],
			[6, 503, 503],
		],
	);
	t.deepEqual(
		events.flatMap((event) => (event.kind === 'gateway-log' && event.cause !== null ? [[event.requestId, event.cause]] : [])),
		[
			[2, 'http_response_timeout'],
			[3, 'connection_timeout'],
			[4, 'destination_unavailable'],
		],
	);
});

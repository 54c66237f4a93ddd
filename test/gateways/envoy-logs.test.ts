// The lines were written by Envoy 1.40.0 in runs of the core suite.
import {readFileSync} from 'node:fs';
import test from 'ava';
import {envoyCause} from '../../src/gateways/envoy-causes.ts';
import {readEnvoyLogs} from '../../src/gateways/envoy-logs.ts';

const clock = {fromWallMs: (wallMs: number) => wallMs};

function fixture(name: string): string {
	return readFileSync(new URL(`../fixtures/gateways/envoy/${name}.txt`, import.meta.url), 'utf8');
}

function read(name: string, text: string) {
	return readEnvoyLogs(new Map([[name, text]]), clock);
}

test('the flags and details of the access log name the cause', (t) => {
	const events = read('access.log', fixture('access'));
	t.deepEqual(
		events.flatMap((event) => (event.kind === 'gateway-log' ? [event.cause] : [])),
		[
			'connection_terminated',
			'http_response_incomplete',
			'http_response_timeout',
			'connection_read_timeout',
			'connection_terminated',
			'http_protocol_error',
			'connection_timeout',
			'connection_terminated',
		],
	);
});

test('an access line gives status, upstream and the end of the request', (t) => {
	const line =
		fixture('access')
			.split('\n')
			.find((text) => text.includes('gq=502') && text.includes('"UT"')) ?? '';
	t.like(read('access.log', line).at(-1), {
		kind: 'access',
		atMs: 1_795_244_974_395,
		requestId: 502,
		status: 504,
		upstreamAddresses: ['172.27.0.3:8080'],
		durationMs: 1002,
	});
});

test('each try of a request has its address, and the ones that failed their cause', (t) => {
	const events = readEnvoyLogs(
		new Map([
			['access.log', fixture('access')],
			['attempts.log', fixture('attempts')],
		]),
		clock,
	).filter((event) => event.requestId === 738);
	t.like(events[0], {kind: 'gateway-log', cause: 'connection_refused', upstreamAddress: '192.168.16.5:8080'});
	t.like(events[1], {
		kind: 'access',
		status: 200,
		upstreamAddresses: ['192.168.16.5:8080', '192.168.16.6:8080'],
		upstreamStatuses: [null, 200],
	});
	t.is(events.length, 2);
});

test('clusters that are taken over while it serves are a reload, the first ones are not', (t) => {
	const events = read('envoy.log', fixture('envoy'));
	t.is(events.filter((event) => event.kind === 'gateway-log' && event.lifecycle === 'reloaded').length, 2);
	t.true(events.every(({atMs}) => Number.isFinite(atMs)));
});

test('an upstream that is set aside is told', (t) => {
	t.like(read('outliers.log', fixture('outliers'))[0], {lifecycle: 'upstream-disabled', upstreamAddress: '192.168.16.5:8080'});
});

test("Envoy's default format is read, as far as it goes", (t) => {
	const line =
		'[2026-11-21T07:39:04.123Z] "GET /items?gq=9 HTTP/1.1" 503 UF upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused} - "delayed_connect_error:_Connection_refused" 0 152 1 - "-" "-" "3f" "gateway" "172.18.0.3:8080"';
	const [failure, access] = read('stdout.log', line);
	t.like(failure, {requestId: 9, cause: 'connection_refused', upstreamAddress: '172.18.0.3:8080'});
	t.like(access, {kind: 'access', status: 503, durationMs: 1});
});

test('the plain default format has the flag alone, which names no cause of a failed connection', (t) => {
	const line =
		'[2026-11-21T07:36:37.952Z] "GET /items?gq=507 HTTP/1.1" 503 UF 0 98 0 - "-" "gatequake" "4432e46a-be06-43d0-9a2d-6b4a48625d5a" "192.168.240.2:8090" "192.168.240.4:8080"';
	t.like(read('stdout.log', line)[0], {requestId: 507, cause: null});
	t.like(read('stdout.log', line.replace(' UF ', ' UC '))[0], {cause: 'connection_terminated'});
});

test('words that stand for other causes', (t) => {
	const none = {details: '', transport: '', status: 503};
	t.is(envoyCause({...none, flags: 'UH'}), 'destination_unavailable');
	t.is(envoyCause({...none, flags: 'UO'}), 'connection_limit_reached');
	t.is(envoyCause({...none, flags: 'UF', transport: 'delayed_connect_error:_No_route_to_host'}), 'destination_ip_unroutable');
	t.is(
		envoyCause({...none, flags: 'UF', transport: 'TLS_error:|268435581:SSL_routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED'}),
		'tls_certificate_error',
	);
	t.is(envoyCause({...none, flags: 'UF,URX', details: 'upstream_reset_before_response_started{connection_timeout}'}), 'connection_timeout');
	t.is(envoyCause({...none, flags: 'DC', status: 0}), null);
});

test('lines that cannot be read, torn ones too, are no errors and no events', (t) => {
	t.deepEqual(read('access.log', '\n{"attempts":1,"flags":"U\nnonsense\n[x] "y"'), []);
});

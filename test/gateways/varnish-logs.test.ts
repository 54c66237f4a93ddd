// The fixture holds transactions of real runs: Varnish 7.7.0, 2026-11-21.
import {readFileSync} from 'node:fs';
import test from 'ava';
import {varnishCause} from '../../src/gateways/varnish-causes.ts';
import {readVarnishLogs} from '../../src/gateways/varnish-logs.ts';

const clock = {fromWallMs: (wallMs: number) => Math.round(wallMs - 1_795_240_000_000)};
const text = readFileSync(new URL('../fixtures/gateways/varnish/varnish.txt', import.meta.url), 'utf8');
const events = readVarnishLogs(new Map([['varnish.txt', text]]), clock);
const failures = events.flatMap((event) => (event.kind === 'gateway-log' && event.lifecycle === undefined ? [event] : []));
const answers = events.flatMap((event) => (event.kind === 'access' ? [event] : []));

test('each request has an access event with the tries that were made for it', (t) => {
	t.like(answers[0], {requestId: 1, status: 200, upstreamAddresses: ['192.168.80.3:8080'], upstreamStatuses: [200]});
	t.true((answers[0]?.durationMs ?? 0) > 0);
	t.like(answers.at(-1), {requestId: 506, status: 200, upstreamAddresses: ['none', '172.23.0.5:8080'], upstreamStatuses: [null, 200]});
});

test('each try that failed has one line with its cause, and the id of its request', (t) => {
	t.deepEqual(
		failures.map(({requestId, cause}) => [requestId, cause]),
		[
			[506, 'connection_refused'],
			[561, 'connection_timeout'],
			[506, 'connection_terminated'],
			[507, 'http_response_timeout'],
			[508, 'http_response_incomplete'],
			[505, 'connection_read_timeout'],
			[504, 'http_response_header_section_size'],
			[506, 'connection_refused'],
		],
	);
	t.is(failures[0]?.raw, 'BereqURL /items?gq=506 | FetchError backend app1: fail errno 111 (Connection refused)');
	t.is(failures[0]?.upstreamAddress, 'app1');
	t.is(failures[2]?.upstreamAddress, '172.26.0.2:8080');
});

test('an answer that Varnish will not read at all is named by an Error, without a FetchError', (t) => {
	const said = readFileSync(new URL('../fixtures/gateways/varnish/two-lengths.txt', import.meta.url), 'utf8');
	const found = readVarnishLogs(new Map([['two-lengths.txt', said]]), clock).filter(({kind}) => kind === 'gateway-log');
	t.like(found, [{requestId: 504, cause: 'http_protocol_error', raw: 'BereqURL /items?gq=504 | Error Body cannot be fetched'}]);
});

test('of a head that broke off the bytes that came are told, and of an answer that only announces one its status', (t) => {
	const said = readFileSync(new URL('../fixtures/gateways/varnish/broken-heads.txt', import.meta.url), 'utf8');
	const found = readVarnishLogs(new Map([['broken-heads.txt', said]]), clock).flatMap((event) =>
		event.kind === 'gateway-log' ? [event.raw] : [],
	);
	t.deepEqual(found, [
		'BereqURL /items?gq=505 | FetchError HTC eof (Unexpected end of input) | BereqAcct 191 0 191 19 0 19',
		'BereqURL /items?gq=503 | BerespStatus 103 | Error Body cannot be fetched',
	]);
});

test('a failure is at its Timestamp; in the middle of a body, where there is none, it is known less well', (t) => {
	t.is(failures[0]?.uncertaintyMs, 2);
	t.is(failures[4]?.uncertaintyMs, 20);
	// The body that stalled was given up a second after its headers, when the client's answer ended.
	const stalled = failures[5];
	t.is(stalled?.atMs, answers.find(({requestId}) => requestId === 505)?.atMs);
});

test('a VCL that is put to use is a reload', (t) => {
	const reloads = events.filter((event) => event.kind === 'gateway-log' && event.lifecycle === 'reloaded');
	t.is(reloads.length, 2);
	t.regex(JSON.stringify(reloads[0]), /Rd vcl\.use gatequake-\d+/);
});

test('numbers of transactions begin anew with each life, in a file of its own', (t) => {
	const twice = readVarnishLogs(
		new Map([
			['varnish.1.log', text],
			['varnish.2.log', text],
		]),
		clock,
	);
	t.is(twice.length, 2 * events.length);
});

test('of several words for one failure the telling one counts', (t) => {
	t.is(varnishCause(['Connection reset by peer', 'straight insufficient bytes']), 'http_response_incomplete');
	t.is(varnishCause(['Resource temporarily unavailable', 'straight insufficient bytes']), 'connection_read_timeout');
	t.is(varnishCause(['HTC eof (Unexpected end of input)', 'backend app1: fail errno 111 (Connection refused)']), 'connection_refused');
	t.is(varnishCause(['backend app1: fail errno 0 (Success)']), 'destination_unavailable');
	t.is(varnishCause(['backend app1: busy']), 'connection_limit_reached');
	t.is(varnishCause(['backend app1: unhealthy']), 'destination_unavailable');
	t.is(varnishCause(['chunked read err']), 'http_response_incomplete');
	t.is(varnishCause(['chunked header non-hex']), 'http_response_transfer_coding');
	t.is(varnishCause(['http format error']), 'http_protocol_error');
	t.is(varnishCause(['something new']), null);
	t.is(varnishCause([]), null);
});

test('lines that cannot be read, torn ones too, are no errors and no events', (t) => {
	t.deepEqual(
		readVarnishLogs(
			new Map([['a', '\n   32 FetchError\nnonsense\n   32 Begin  b bereq\n   33 Begin          c req 1 rxreq\n   33 Resp']]),
			clock,
		),
		[],
	);
});

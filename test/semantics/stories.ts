// What is done to each gateway to find out what it makes of each neutral cause: a scenario with one upstream (what do clients get?) and one
// with more (does it try again at another?). Causes that nothing here can bring about say why.
import {
	badChunk,
	badStatusLine,
	bytes,
	closeReused,
	conflictingLengths,
	cutBody,
	dnsDead,
	drop,
	expect,
	hang,
	hugeHeaders,
	kill,
	node,
	notHttp,
	portsExhausted,
	reject,
	reset,
	stopReading,
} from '../../src/index.ts';
import type {Cause, Fault, Scenario, Upstream} from '../../src/index.ts';

export interface Story {
	/** Key of the row: the cause, or more words where one cause has several ways. */
	readonly name: string;
	readonly cause: Cause;
	/** In words: what happens. */
	readonly what: string;
	/** With one upstream, and with three of which the first is struck; null where more of them would make it another story. */
	readonly alone: Scenario;
	readonly withPeer: Scenario | null;
}

export interface Unmeasured {
	readonly cause: Cause;
	readonly because: string;
}

const phases = {warmupMs: 300, baselineMs: 1000, faultMs: 1500, recoveryMs: 500};
const load = {ratePerSecond: 100};

interface StoryParts {
	readonly name: string;
	readonly cause: Cause;
	readonly what: string;
	readonly fault: Fault;
	readonly upstream?: Upstream;
	readonly changes?: Partial<Pick<Scenario, 'phases' | 'load'>>;
	readonly gateway?: Scenario['topology']['gateway'];
	readonly alone?: readonly Upstream[];
	readonly peer?: boolean;
}

function story({
	name,
	cause,
	what,
	fault,
	upstream = bytes(),
	changes = {},
	gateway = {},
	alone = [upstream],
	peer = true,
}: StoryParts): Story {
	const scenario = (upstreams: readonly Upstream[], more: Scenario['topology']['gateway']): Scenario => ({
		title: what,
		topology: {upstreams, gateway: {...gateway, ...more}},
		phases,
		load,
		fault,
		expect: [expect.noErrors()],
		...changes,
	});
	// Three, for every fourth request is a POST: of two upstreams in turn one would get them all. None is taken out after its first failure,
	// so that each request shows what happens to it.
	return {name, cause, what, alone: scenario(alone, {}), withPeer: peer ? scenario([upstream, bytes(), bytes()], {maxFails: 0}) : null};
}

export const stories: readonly Story[] = [
	story({name: 'connection_refused', cause: 'connection_refused', what: 'nothing listens on the port', fault: kill(), upstream: node()}),
	story({
		name: 'connection_timeout',
		cause: 'connection_timeout',
		what: 'connection attempts are dropped in silence',
		fault: drop({packets: 'syn'}),
		upstream: node(),
		gateway: {connectTimeoutMs: 500, upstreamKeepalive: 0},
	}),
	story({
		name: 'destination_ip_unroutable',
		cause: 'destination_ip_unroutable',
		what: 'connection attempts are answered with ICMP host unreachable',
		fault: reject({with: 'host-unreachable'}),
		upstream: node(),
		gateway: {upstreamKeepalive: 0},
	}),
	story({
		name: 'connection_terminated',
		cause: 'connection_terminated',
		what: 'the connection is reset after the request, before any byte of an answer',
		fault: reset({when: 'request'}),
	}),
	story({
		name: 'connection_terminated, reused',
		cause: 'connection_terminated',
		what: 'a kept-alive connection is reset just as it is used again',
		fault: closeReused(),
	}),
	story({
		name: 'connection_write_timeout',
		cause: 'connection_write_timeout',
		what: 'the app does not read the body of the request',
		fault: stopReading(),
		upstream: bytes({receiveBufferBytes: 16_384}),
		gateway: {readTimeoutMs: 1000},
		changes: {load: {ratePerSecond: 20, bodyBytes: 1_048_576, postShare: 1}},
		peer: false,
	}),
	story({
		name: 'http_response_timeout',
		cause: 'http_response_timeout',
		what: 'the app takes the request and never answers',
		fault: hang({after: 'request'}),
		gateway: {readTimeoutMs: 1000},
	}),
	story({
		name: 'connection_read_timeout',
		cause: 'connection_read_timeout',
		what: 'the app stops in the middle of the body',
		fault: hang({after: 'headers'}),
		gateway: {readTimeoutMs: 1000},
		peer: false,
	}),
	story({
		name: 'http_response_incomplete, length',
		cause: 'http_response_incomplete',
		what: 'the app closes in the middle of a body of stated length',
		fault: cutBody({by: 'fin', framing: 'length'}),
		peer: false,
	}),
	story({
		name: 'http_response_incomplete, chunked',
		cause: 'http_response_incomplete',
		what: 'the app closes in the middle of a chunked body',
		fault: cutBody({by: 'fin', framing: 'chunked'}),
		peer: false,
	}),
	story({
		name: 'http_response_header_section_size',
		cause: 'http_response_header_section_size',
		what: "the answer's header section outgrows the limit",
		fault: hugeHeaders({fromBytes: 131_072, toBytes: 262_144}),
		peer: false,
	}),
	story({
		name: 'http_response_transfer_coding',
		cause: 'http_response_transfer_coding',
		what: 'a chunk has no size',
		fault: badChunk(),
		peer: false,
	}),
	story({name: 'http_protocol_error, status line', cause: 'http_protocol_error', what: 'the status line is none', fault: badStatusLine()}),
	story({
		name: 'http_protocol_error, lengths',
		cause: 'http_protocol_error',
		what: 'the answer has both a length and chunks',
		fault: conflictingLengths(),
	}),
	story({name: 'http_protocol_error, no HTTP', cause: 'http_protocol_error', what: 'another protocol is spoken', fault: notHttp()}),
	story({
		name: 'destination_unavailable',
		cause: 'destination_unavailable',
		what: 'all upstreams are dead, and the gateway knows it',
		fault: killBoth(),
		alone: [node(), node()],
		peer: false,
	}),
	story({
		name: 'connection_limit_reached',
		cause: 'connection_limit_reached',
		what: 'the only upstream has as many requests as it may have, and there is no queue',
		fault: hang({after: 'request'}),
		gateway: {upstreamConnections: 2, readTimeoutMs: 1000},
		peer: false,
	}),
	story({
		name: 'dns_timeout',
		cause: 'dns_timeout',
		what: 'the name service does not answer any more, and names are to be asked for each second',
		fault: dnsDead(),
		gateway: {resolver: {validMs: 1000}, upstreamKeepalive: 0},
		changes: {phases: {...phases, faultMs: 4000}},
		peer: false,
	}),
	story({
		name: 'proxy_internal_error',
		cause: 'proxy_internal_error',
		what: 'the gateway has no local port left for a new connection',
		fault: portsExhausted(),
		gateway: {upstreamKeepalive: 0},
		peer: false,
	}),
];

function killBoth(): Fault {
	const [first, second] = [kill({upstream: 'app1'}), kill({upstream: 'app2'})];
	return {
		...second,
		async inject(context) {
			const one = await first.inject(context);
			const two = await second.inject(context);
			return {
				...two,
				async clear() {
					await one.clear();
					return await two.clear();
				},
				async [Symbol.asyncDispose]() {
					await one[Symbol.asyncDispose]();
					await two[Symbol.asyncDispose]();
				},
			};
		},
	};
}

export const unmeasured: readonly Unmeasured[] = [
	{cause: 'dns_error', because: 'no fault of Gatequake makes the name service say that there is no such name'},
	{cause: 'destination_not_found', because: "it is a matter of the gateway's own routes, not of its upstreams"},
	{cause: 'tls_protocol_error', because: 'these stories speak plain HTTP to upstreams: see the scenarios with the tag `tls`'},
	{cause: 'tls_certificate_error', because: 'these stories speak plain HTTP to upstreams: see the scenarios with the tag `tls`'},
	{cause: 'tls_alert_received', because: 'these stories speak plain HTTP to upstreams: see the scenarios with the tag `tls`'},
	{cause: 'http_request_error', because: 'the client is at fault, and the load generator sends right requests only'},
	{cause: 'http_request_denied', because: "it is a matter of the gateway's own rules, not of its upstreams"},
	{cause: 'proxy_configuration_error', because: 'a config that is wrong is refused before the gateway starts'},
];

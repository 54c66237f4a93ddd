// Time-outs, kept connections and sizes of HAProxy, by themselves and against what stands before and behind it.
import type {LintRule} from '../config-lint.ts';
import {shownMs} from '../config-duration.ts';
import {title, written} from './haproxy-model.ts';
import type {HaproxyModel, HaproxyProxy} from './haproxy-model.ts';

const timeoutsMissing: LintRule<HaproxyModel> = {
	id: 'timeouts-missing',
	severity: 'error',
	title: 'A time-out is not set, and waiting has no end',
	scenarios: ['hang', 'syn-dropped'],
	find: ({fronts, backs}) =>
		[...fronts.map((proxy) => ({proxy, names: ['client']})), ...backs.map((proxy) => ({proxy, names: ['connect', 'server']}))].flatMap(
			({proxy, names}) => {
				const missing = names.filter((name) => (proxy.timeoutMs(name) ?? 0) === 0);
				return missing.length === 0
					? []
					: [
							{
								place: proxy.section,
								what: `${title(proxy.section)} has no ${missing.map((name) => `timeout ${name}`).join(', no ')}`,
								why: 'HAProxy has no defaults for these: a client that is gone, a host that drops packets or an app that hangs holds its connection for ever, until the limit of connections is reached.',
								change: missing.map((name) => `timeout ${name} ${name === 'connect' ? '2s' : '30s'}`).join('; '),
							},
						];
			},
		),
};

const connectTimeoutLong: LintRule<HaproxyModel> = {
	id: 'connect-timeout-long',
	severity: 'warning',
	title: 'A host that does not answer is waited for too long before another server is asked',
	scenarios: ['syn-dropped', 'partition'],
	find: ({backs}) =>
		backs.flatMap((proxy) => {
			const line = proxy.setting('timeout', 'connect');
			const tries = retriesOf(proxy) + 1;
			const ms = proxy.timeoutMs('connect') ?? 0;
			return line === null || !(ms > 10_000)
				? []
				: [
						{
							place: line,
							what: written(line),
							why: `a host that is gone, or a firewall that drops packets, answers nothing: with ${tries} tries a request waits up to ${shownMs(ms * tries)} before it fails. A connection within a data centre takes milliseconds.`,
							change: 'timeout connect 2s',
						},
					];
		}),
};

const readTimeoutEndless: LintRule<HaproxyModel> = {
	id: 'read-timeout-endless',
	severity: 'note',
	title: 'A request that hangs is waited for during minutes',
	scenarios: ['hang'],
	find: ({backs}) =>
		backs.flatMap((proxy) => {
			const line = proxy.setting('timeout', 'server');
			return line === null || proxy.mode !== 'http' || !((proxy.timeoutMs('server') ?? 0) > 5 * 60_000)
				? []
				: [
						{
							place: line,
							what: written(line),
							why: 'where the app hangs, each client waits that long, and holds a connection before and behind the gateway meanwhile.',
							change: 'timeout server just over the slowest answer that is right; timeout tunnel for web sockets',
						},
					];
		}),
};

const timeoutsOutOfOrder: LintRule<HaproxyModel> = {
	id: 'timeouts-out-of-order',
	severity: 'error',
	title: 'Time-outs do not get longer from the app to the client',
	scenarios: ['slow-response', 'hang'],
	find: ({backs}, {frontTimeoutMs, appTimeoutMs}) =>
		backs.flatMap((proxy) => {
			const line = proxy.setting('timeout', 'server');
			const serverMs = proxy.timeoutMs('server');
			if (line === null || serverMs === null || proxy.mode !== 'http') return [];
			const worstMs = worstCaseMs(proxy, serverMs);
			const here = {place: line, what: written(line)};
			return [
				...(appTimeoutMs !== null && serverMs <= appTimeoutMs
					? [
							{
								...here,
								why: `the app gives a request up after ${shownMs(appTimeoutMs)}, and HAProxy not later: clients get 504 for work that goes on, and the app's own reason is never seen.`,
								change: `timeout server ${Math.ceil(appTimeoutMs / 1000) + 5}s, or a shorter time-out in the app`,
							},
						]
					: []),
				...(frontTimeoutMs !== null && worstMs >= frontTimeoutMs
					? [
							{
								...here,
								why: `with queue and tries HAProxy may take ${shownMs(worstMs)}, and what stands in front gives up after ${shownMs(frontTimeoutMs)}: its clients get an error whose cause HAProxy's log shows as a client that left (CH--).`,
								change: `timeout queue, timeout connect × tries and timeout server together under ${shownMs(frontTimeoutMs)}`,
							},
						]
					: []),
			];
		}),
};

function worstCaseMs(proxy: HaproxyProxy, serverMs: number): number {
	const connectMs = proxy.timeoutMs('connect') ?? 0;
	const tries = retriesOf(proxy) + 1;
	const isAskedAgain = (proxy.setting('retry-on')?.words ?? []).some(
		(word) => word === 'response-timeout' || word === 'all-retryable-errors',
	);
	const queueMs = proxy.servers.some((server) => server.word('maxconn') !== null) ? (proxy.timeoutMs('queue') ?? connectMs) : 0;
	return queueMs + tries * connectMs + (isAskedAgain ? tries : 1) * serverMs;
}

export function retriesOf(proxy: HaproxyProxy): number {
	return Number(proxy.setting('retries')?.words[1] ?? 3);
}

const queueWithoutTimeout: LintRule<HaproxyModel> = {
	id: 'queue-without-timeout',
	severity: 'note',
	title: 'Requests wait in the queue for as long as for a connection, because nothing else is said',
	scenarios: ['traffic-spike-queued', 'traffic-spike'],
	find: ({backs}) =>
		backs
			.filter((proxy) => proxy.servers.some((server) => server.word('maxconn') !== null) && proxy.timeoutMs('queue') === null)
			.map(({section, servers}) => ({
				place: servers.find((server) => server.word('maxconn') !== null)?.line ?? section,
				what: `${title(section)} has servers with maxconn, and no timeout queue`,
				why: 'what is over maxconn waits, and without timeout queue it is timeout connect that ends it: too short for a queue that works off a spike, or too long for clients, by accident.',
				change: 'timeout queue, as long as clients are to wait for their turn',
			})),
};

const keepaliveShorterBehind: LintRule<HaproxyModel> = {
	id: 'keepalive-shorter-behind',
	severity: 'warning',
	title: 'The app closes idle connections before HAProxy stops using them',
	scenarios: ['keep-alive-race', 'link-slow-close', 'idle-timeout-longer'],
	find: ({backs}, {appKeepaliveMs}) =>
		backs.flatMap((proxy) => {
			if (proxy.mode !== 'http' || appKeepaliveMs === null || closesAfterEach(proxy) !== null) return [];
			const [server] = proxy.servers;
			const delay = server?.word('pool-purge-delay') ?? null;
			const purgeMs = delay === null ? 5000 : parsePurge(delay);
			return server === undefined || purgeMs < appKeepaliveMs
				? []
				: [
						{
							place: server.line,
							what: `${title(proxy.section)}: pool-purge-delay ${delay ?? '5s, the default'}`,
							why: `the app closes idle connections after ${shownMs(appKeepaliveMs)}. A request that meets one that is being closed fails, and a POST is not sent again.`,
							change: `pool-purge-delay ${Math.max(1, Math.floor(appKeepaliveMs / 2000))}s on the servers, or a longer keep-alive in the app`,
						},
					];
		}),
};

function parsePurge(delay: string): number {
	const [, digits = '', unit = 'ms'] = /^(\d+)(ms|s|m)?$/.exec(delay) ?? [];
	return Number(digits) * ({ms: 1, s: 1000, m: 60_000}[unit] ?? NaN);
}

const keepaliveShorterInFront: LintRule<HaproxyModel> = {
	id: 'keepalive-shorter-than-front',
	severity: 'error',
	title: 'HAProxy closes idle connections before what stands in front of it stops using them',
	scenarios: ['keep-alive-race', 'idle-timeout-longer'],
	find: ({fronts}, {frontKeepaliveMs}) =>
		fronts.flatMap((proxy) => {
			const line = ['http-keep-alive', 'http-request', 'client']
				.map((name) => proxy.setting('timeout', name))
				.find((each) => each !== null);
			const keptMs = line === undefined ? Infinity : (proxy.timeoutMs(line.words[1] ?? '') ?? Infinity);
			return line === undefined || proxy.mode !== 'http' || frontKeepaliveMs === null || keptMs > frontKeepaliveMs
				? []
				: [
						{
							place: line,
							what: `${written(line)}, which ends idle connections of clients`,
							why: `what stands in front keeps connections for ${shownMs(frontKeepaliveMs)}: it sends requests on some that HAProxy is closing, and answers 502 for them.`,
							change: `timeout http-keep-alive ${Math.ceil(frontKeepaliveMs / 1000) + 10}s`,
						},
					];
		}),
};

const noKeepalive: LintRule<HaproxyModel> = {
	id: 'no-keepalive',
	severity: 'note',
	title: 'Each request opens a connection to the app',
	scenarios: ['ports-exhausted', 'conntrack-full'],
	find: ({backs}) =>
		backs.flatMap((proxy) => {
			const line = proxy.mode === 'http' ? closesAfterEach(proxy) : null;
			return line === null
				? []
				: [
						{
							place: line,
							what: written(line),
							why: 'connections to the app are closed after each request. Under load, local ports and entries of connection tracking run out.',
							change: 'leave the line out, with http-reuse safe',
						},
					];
		}),
};

function closesAfterEach(proxy: HaproxyProxy) {
	const reuse = proxy.setting('http-reuse');
	return reuse?.words[1] === 'never' ? reuse : (proxy.option('http-server-close') ?? proxy.option('httpclose'));
}

export const haproxyTimeRules = [
	timeoutsMissing,
	timeoutsOutOfOrder,
	connectTimeoutLong,
	readTimeoutEndless,
	queueWithoutTimeout,
	keepaliveShorterBehind,
	keepaliveShorterInFront,
	noKeepalive,
];

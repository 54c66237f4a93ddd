// What HAProxy does when a server fails: who notices, whom it asks again, and at which address; and its limits.
import type {LintRule} from '../config-lint.ts';
import {durationMs, shownMs} from '../config-duration.ts';
import {isNamed, serversCount, title, written} from './haproxy-model.ts';
import type {HaproxyModel, HaproxyProxy, HaproxyServer} from './haproxy-model.ts';
import {retriesOf} from './haproxy-time-rules.ts';

const noHealthCheck: LintRule<HaproxyModel> = {
	id: 'no-health-check',
	severity: 'warning',
	title: 'Nobody notices that a server is dead, and it goes on to get its share of the requests',
	scenarios: ['partition', 'one-of-three-killed'],
	find: ({backs}) =>
		backs
			.filter((proxy) => serversCount(proxy) > 1)
			.flatMap(({servers}) =>
				servers
					.filter((server) => !isChecked(server))
					.map(({line}) => ({
						place: line,
						what: written(line),
						why: 'without `check` HAProxy takes a server for well for ever. With its host gone, each request that is sent there waits for timeout connect first, or fails.',
						change: 'check inter 2s fall 3 rise 2 on the server (or default-server), and option httpchk GET /health in the backend',
					})),
			),
};

function isChecked(server: HaproxyServer): boolean {
	return server.word('check') !== null || server.word('track') !== null || server.word('agent-check') !== null;
}

const backupNeverUsed: LintRule<HaproxyModel> = {
	id: 'backup-never-used',
	severity: 'error',
	title: 'There is a backup server, and nobody notices when it is needed',
	scenarios: ['backup-server'],
	find: ({backs}) =>
		backs.flatMap(({servers}) => {
			const backup = servers.find((server) => server.word('backup') !== null);
			const unseen = servers.find((server) => server.word('backup') === null && !isChecked(server));
			return backup === undefined || unseen === undefined
				? []
				: [
						{
							place: backup.line,
							what: `${written(backup.line)}, behind ${unseen.name} without check`,
							why: `a backup is used when all other servers are down, and ${unseen.name} is never seen to be down: clients get 503 while the backup stands idle.`,
							change: `check on ${unseen.name}, and on the backup`,
						},
					];
		}),
};

const checkOfPortOnly: LintRule<HaproxyModel> = {
	id: 'check-of-port-only',
	severity: 'note',
	title: 'The health check asks only whether the port opens',
	scenarios: ['app-frozen', 'hang'],
	find: ({backs}) =>
		backs
			.filter(
				({mode, servers, settings}) =>
					mode === 'http' &&
					servers.some((server) => server.word('check') !== null) &&
					!settings('option').some(({words}) => /chk$|-check$/.test(words[1] ?? '')),
			)
			.map(({section, servers}) => ({
				place: servers.find((server) => server.word('check') !== null)?.line ?? section,
				what: `${title(section)} has check, and no option httpchk`,
				why: 'the kernel opens connections for a process that stands still, hangs, or answers 500 to everything: such a server stays in.',
				change: 'option httpchk; http-check send meth GET uri /health',
			})),
};

const checkSlow: LintRule<HaproxyModel> = {
	id: 'check-slow',
	severity: 'note',
	title: 'It takes long until a dead server is taken out',
	scenarios: ['one-of-three-killed', 'partition'],
	find: ({backs}) =>
		backs
			.filter((proxy) => serversCount(proxy) > 1)
			.flatMap(({servers}) =>
				servers
					.filter((server) => server.word('check') !== null && noticedMs(server) > 15_000 && server.word('observe') === null)
					.map((server) => ({
						place: server.line,
						what: written(server.line),
						why: `with inter × fall a dead server is noticed after ${shownMs(noticedMs(server))}, and gets requests until then.`,
						change: 'inter 2s fall 3, or fastinter 500ms; or observe layer4 error-limit 10 on-error mark-down',
					})),
			),
};

function noticedMs(server: HaproxyServer): number {
	const inter = durationMs(server.word('inter') ?? '2s', 'ms') ?? NaN;
	const fast = server.word('fastinter');
	const fall = Number(server.word('fall') ?? 3);
	return inter + (fall - 1) * (fast === null ? inter : (durationMs(fast, 'ms') ?? NaN));
}

const retriesRepeatPosts: LintRule<HaproxyModel> = {
	id: 'retries-repeat-posts',
	severity: 'error',
	title: 'A POST that a server may have carried out is sent once more',
	scenarios: ['posts-retried', 'posts-not-retried'],
	find: ({backs, fronts}) =>
		backs.flatMap((proxy) => {
			const line = proxy.setting('retry-on');
			const risky = line?.words.filter((word) => afterSending.test(word)) ?? [];
			return line === null || risky.length === 0 || retriesOf(proxy) === 0 || [proxy, ...fronts].some(sparesPosts)
				? []
				: [
						{
							place: line,
							what: written(line),
							why: `${risky.join(', ')}: by then the server may have committed an order. The same POST is then done once more, and nobody sees an error.`,
							change: 'http-request disable-l7-retry if { method POST LOCK PATCH }, in the backend',
						},
					];
		}),
};

/** Reasons for another try that come after the request was sent. */
const afterSending = /^(?:all-retryable-errors|empty-response|junk-response|response-timeout|5\d\d)$/;

function sparesPosts({settings}: HaproxyProxy): boolean {
	return settings('http-request', 'disable-l7-retry').some(
		({words}) => words.length === 2 || /POST|!.*(?:GET|SAFE)|unless.*GET/i.test(words.join(' ')),
	);
}

const nameLookedUpOnce: LintRule<HaproxyModel> = {
	id: 'name-looked-up-once',
	severity: 'warning',
	title: 'A name is looked up when HAProxy starts, and never again',
	scenarios: ['stale-address', 'fresh-address'],
	find: ({backs}) =>
		backs
			.flatMap(({servers}) => servers.filter((server) => isNamed(server) && server.word('resolvers') === null))
			.map(({line}) => ({
				place: line,
				what: written(line),
				why: 'a container or machine that comes back with another address is not found until HAProxy is reloaded: clients get 503, or the answers of whoever has the old address. And where the name cannot be looked up, HAProxy does not start.',
				change: 'resolvers NAME init-addr last,libc,none on the server, and a resolvers section with nameserver and hold valid 10s',
			})),
};

const tlsWithoutName: LintRule<HaproxyModel> = {
	id: 'tls-without-name',
	severity: 'warning',
	title: 'The TLS handshake does not say whom it wants',
	scenarios: ['tls-no-sni'],
	find: ({backs}) =>
		backs
			.flatMap(({servers}) => servers.filter((server) => isNamed(server) && server.word('ssl') !== null && server.word('sni') === null))
			.map(({line, host}) => ({
				place: line,
				what: written(line),
				why: 'HAProxy before 3.3 sends no name (SNI) unless it is told to: a server with several certificates refuses the handshake, or shows another one’s. Clients get 503.',
				change: `sni str(${host}), and check-sni ${host} where the server has check`,
			})),
};

const buffersUnderHeader: LintRule<HaproxyModel> = {
	id: 'buffers-under-header',
	severity: 'error',
	title: 'Header sections as large as those seen do not fit into the buffer',
	scenarios: ['huge-headers', 'buffers-raised'],
	find: ({global, backs}, {headerBytes}) => {
		const lines = global.flatMap((section) => section.lines);
		const tune = (name: string, otherwise: number) => Number(lines.findLast(({words}) => words[0] === name)?.words[1] ?? otherwise);
		const bytes = tune('tune.bufsize', 16_384) - tune('tune.maxrewrite', 1024);
		const place = lines.findLast(({words}) => words[0] === 'tune.bufsize') ?? global[0] ?? backs[0]?.section;
		// HAProxy keeps header sections in a form of its own, which is some 79 bytes longer.
		if (headerBytes === null || place === undefined || headerBytes + 79 <= bytes) return [];
		return [
			{
				place,
				what: `tune.bufsize less tune.maxrewrite: ${bytes} bytes`,
				why: `a header section of ${headerBytes} bytes is larger in HAProxy's own form: such answers become 502 (PH--).`,
				change: `tune.bufsize ${2 ** Math.ceil(Math.log2(headerBytes + 2048))} in global`,
			},
		];
	},
};

const connectionsFew: LintRule<HaproxyModel> = {
	id: 'connections-few',
	severity: 'warning',
	title: 'The gateway takes few connections, whatever the machine could carry',
	scenarios: ['gateway-connections'],
	find: ({global}) =>
		global
			.flatMap(({lines}) => lines.filter(({words}) => words[0] === 'maxconn' && Number(words[1]) < 1000))
			.map((line) => ({
				place: line,
				what: written(line),
				why: 'idle clients count, too. At the limit HAProxy takes no more: new clients wait in the kernel’s queue, and nothing is logged for them.',
				change: 'maxconn 20000, with descriptors for twice as many (ulimit-n is set by HAProxy itself)',
			})),
};

export const haproxyFailureRules = [
	retriesRepeatPosts,
	backupNeverUsed,
	noHealthCheck,
	checkSlow,
	checkOfPortOnly,
	nameLookedUpOnce,
	tlsWithoutName,
	buffersUnderHeader,
	connectionsFew,
];

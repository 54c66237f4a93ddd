// What a right diagnosis of each scenario says: the kinds of causes that are accepted as the first one. It is the answer sheet: nothing in
// src/ may import it (test/house/borders.test.ts looks), and rules get no fault to look it up by.
// Some logs name a certificate or a socket, and not what is wrong with it: the wider kind is then right.
// More than one kind is accepted where the evidence of a run cannot tell two apart, or where both are true; the reason stands beside it.

import {faultsIn} from './pair.ts';

const down = ['app-killed'];
const stopped = ['app-stopped'];
const slow = ['app-slow'];
const reloaded = ['gateway-reloaded', 'none'];
/** Dropped in silence: nothing tells a firewall, a full table and a cut network apart from outside. */
const dropped = ['packets-dropped'];
const betweenSlow = ['answer-lost-between', 'network-slow'];

export const truth: Readonly<Record<string, readonly string[]>> = {
	'all-down-cold-start': down,
	'app-frozen': ['app-stuck'],
	'app-paused': ['container-paused'],
	'app-status': ['app-answered-error'],
	'backlog-full': ['backlog-full'],
	'backup-server': down,
	'bad-chunk': ['malformed-answer'],
	'bad-header': ['malformed-answer'],
	'bad-status-line': ['malformed-answer'],
	'blip-of-both': ['app-closed-early'],
	'blip-of-both-forgiven': ['app-closed-early'],
	'body-not-read': ['request-not-read'],
	'brown-out': slow,
	'buffers-raised': ['header-too-big'],
	'conflicting-lengths': ['malformed-answer'],
	'connection-rejected': ['connection-rejected'],
	'conntrack-full': dropped,
	'cpu-starved': ['cpu-starved'],
	'crash-loop': ['app-crash-loop'],
	'cut-chunked-by-reset': ['body-cut-by-app'],
	'cut-mid-body': ['body-cut-by-app'],
	'database-pool-exhausted': ['database-pool-exhausted'],
	'database-pool-waits': ['database-pool-exhausted'],
	'database-slots-exhausted': ['database-slots-exhausted'],
	'deploy-failed-migration': ['app-does-not-start'],
	'deploy-missing-package': ['app-does-not-start'],
	'deploy-missing-variable': ['app-does-not-start'],
	'disk-full': ['app-answered-error'],
	'dns-no-such-name': ['name-not-found'],
	'download-during-kill': down,
	'download-during-reload': reloaded,
	'dripped-body': ['body-stalled', 'app-slow'],
	'error-cached': down,
	'established-reset': ['reset-between'],
	'event-loop-blocked': ['app-stuck'],
	'events-during-reload': reloaded,
	'fresh-address': ['address-changed'],
	'gateway-connections': ['gateway-connections'],
	'gateway-descriptors': ['gateway-descriptors'],
	'gateway-killed': ['gateway-killed'],
	'gateway-oom': ['gateway-out-of-memory'],
	'gateway-reloaded': reloaded,
	'gateway-reloaded-often': reloaded,
	'gateway-worker-killed': ['gateway-worker-killed'],
	'gateway-worker-stopped': ['gateway-stuck'],
	'graceful-stop': stopped,
	'gunicorn-oom': ['app-out-of-memory'],
	'gunicorn-worker-killed': ['worker-crashed'],
	'gunicorn-worker-timeout': ['worker-timeout'],
	// A hang is an answer that takes longer than anybody waits.
	hang: slow,
	'health-check-changed': ['health-check-fails'],
	'hints-then-close': ['app-closed-early'],
	// HAProxy calls it a refused connection.
	'host-unreachable': ['host-unreachable', 'connection-rejected'],
	'huge-headers': ['header-too-big'],
	'idle-timeout-longer': ['none'],
	'keep-alive-race': ['keep-alive-race'],
	'link-bandwidth': betweenSlow,
	'link-down': ['between-down'],
	'link-latency': betweenSlow,
	'link-limit-data': ['body-cut-between'],
	'link-reset-peer': ['reset-between'],
	'link-slicer': betweenSlow,
	// The close of an idle connection comes late, and meets the next request: the race, on the way.
	'link-slow-close': ['keep-alive-race'],
	'link-timeout': betweenSlow,
	'loopback-only': ['listens-elsewhere'],
	'lossy-link': ['network-lossy'],
	metastable: ['overload'],
	'metastable-budget': ['overload'],
	'names-silent': ['address-changed'],
	'names-slow': ['name-not-found', 'address-changed'],
	'names-stale': ['address-changed'],
	'no-descriptors': ['app-drops-connections'],
	'not-http': ['malformed-answer'],
	'one-of-three-killed': down,
	'other-service': ['other-service'],
	partition: dropped,
	'php-header-over-buffer': ['header-too-big'],
	'php-pool-full': ['workers-busy'],
	'php-reload': ['app-reloaded'],
	// Its patience leaves no trace but in the server's own log.
	'php-reload-graceful': ['app-reloaded', 'none'],
	'php-request-timeout': ['worker-timeout'],
	'php-socket-missing': ['socket-missing', 'socket-unusable'],
	'php-worker-crash': ['worker-crashed'],
	'pm2-restart': down,
	'ports-exhausted': ['ports-exhausted'],
	'post-committed-then-reset': ['app-closed-early'],
	'posts-not-retried': ['app-closed-early'],
	'posts-retried': ['app-closed-early'],
	'reset-before-headers': ['app-closed-early'],
	'restart-under-load': stopped,
	'puma-hot-restart': ['app-reloaded', 'none'],
	'puma-phased-restart': ['app-reloaded', 'none'],
	'retrying-clients': down,
	// Reloads take each app out before it is stopped.
	'rolling-deploy': ['app-stopped', 'gateway-reloaded'],
	'rolling-deploy-abrupt': down,
	'slow-disk': ['writes-slow'],
	'slow-link': betweenSlow,
	'slow-response': slow,
	'socket-missing': ['socket-missing', 'socket-unusable'],
	'socket-permission': ['socket-permission', 'socket-unusable'],
	'socket-stale': down,
	'stale-address': ['address-changed'],
	'stalled-body': ['body-stalled'],
	'start-limit-hit': ['app-crash-loop'],
	'static-files': down,
	steady: ['none'],
	'stop-without-drain': stopped,
	'syn-dropped': dropped,
	'tls-expired': ['tls-expired', 'tls-certificate'],
	'tls-handshake-hang': ['tls-handshake-hang'],
	'tls-no-sni': ['tls-refused', 'tls-failed'],
	'tls-plain-port': ['tls-plain-port', 'tls-failed'],
	'tls-untrusted': ['tls-untrusted', 'tls-certificate'],
	'tls-wrong-name': ['tls-wrong-name', 'tls-certificate'],
	'tomcat-threads-busy': ['workers-busy'],
	'traffic-spike': down,
	'traffic-spike-queued': down,
	'two-gateways-ordered': slow,
	'two-gateways-retries': slow,
	'two-gateways-timeouts': slow,
	'upload-during-reload': reloaded,
	'upstream-container-gone': ['container-gone'],
	'upstream-killed': down,
	'upstream-oom': ['app-out-of-memory'],
	'upstream-oom-loop': ['app-out-of-memory'],
	'upstream-segfault': down,
	'uwsgi-header-buffer': ['request-too-big'],
	'uwsgi-harakiri': ['worker-timeout'],
	'uwsgi-queue-full': ['workers-busy'],
	'wrong-host': ['wrong-host'],
	'wrong-port': ['wrong-port'],
};

/** Scenarios in which two things are wrong, one of them on purpose of the other's story. */
const twice: Readonly<Record<string, readonly (readonly string[])[]>> = {
	// The name service is dead, and then somebody restarts the gateway.
	'dns-dead': [['name-not-found'], ['gateway-killed']],
};

/** What is true of a run, each with the kinds that are accepted for it: of two faults at once, two. Null where nobody has written it down. */
export function truthsOf(scenario: string): readonly (readonly string[])[] | null {
	const names = faultsIn(scenario);
	return twice[names[0] ?? ''] ?? everyOne(names.map((name) => truth[name]));
}

/** Null where one of them is missing. */
export function everyOne(kinds: readonly (readonly string[] | undefined)[]): readonly (readonly string[])[] | null {
	const there = kinds.flatMap((each) => (each === undefined ? [] : [each]));
	return there.length === kinds.length ? there : null;
}

// What a right diagnosis says of each scenario from the gateway's log files alone: neutral causes, or ids of causes that no line names. A log
// knows less than a run: not whether an app was killed or stopped, only that its port refused. More than one is accepted where a fault has
// several faces (a container that is gone is dropped packets, then no route, then no name), or gateways see different ones; the reason stands
// beside it where it is not plain.

import {faultsIn} from './pair.ts';
import {everyOne} from './truth.ts';

/** The port is closed from one moment to the next: what was under way is torn, the rest refused. */
const down = ['connection_refused'];
const downMidway = ['connection_refused', 'connection_terminated'];
const torn = ['connection_terminated'];
/** A time-out of the whole answer, or of the next piece of it. */
const slow = ['http_response_timeout', 'connection_read_timeout'];
/** Held up on the way: connections that do not come to be, answers that do not arrive. */
const heldUp = [...slow, 'connection_timeout', 'connection_write_timeout'];
/** Its time-out for connections includes the handshake, so some call it that. */
const noConnection = ['connection_timeout'];
const malformed = ['http_protocol_error'];
const answered = ['app-answered'];
const calm = ['none'];
const certificate = ['tls_certificate_error', 'tls_protocol_error', 'tls_alert_received'];
const handshake = ['tls_protocol_error', 'tls_alert_received', 'connection_terminated'];
/** Packets to nobody, then no route, and a name that is not there any more. */
const gone = ['connection_timeout', 'destination_ip_unroutable', 'dns_timeout', 'dns_error'];
/** Of an app that comes back elsewhere: its old address is nobody's, or somebody's who does not listen. */
const moved = [...gone, 'connection_refused'];
const tooBig = ['http_response_header_section_size', 'http_protocol_error'];
const noName = ['dns_error', 'dns_timeout', 'destination_unavailable'];
/** Of the listen queue: dropped, refused, or waited in. */
const queueFull = [...noConnection, ...slow, 'connection_refused', 'connection_limit_reached'];
/** The worker that had the request ends, and with it the connection. */
const workerEnds = [...torn, ...answered];

/** As truthsOf, for log files alone. */
export function logTruthsOf(scenario: string): readonly (readonly string[])[] | null {
	return everyOne(faultsIn(scenario).map((name) => logTruth[name]));
}

export const logTruth: Readonly<Record<string, readonly string[]>> = {
	'all-down-cold-start': down,
	'app-frozen': slow,
	'app-paused': slow,
	'app-status': answered,
	'backlog-full': noConnection,
	'backup-server': down,
	'bad-chunk': ['http_response_transfer_coding', 'http_response_incomplete'],
	'bad-header': malformed,
	'bad-status-line': malformed,
	// Some then take both apps out, and that is what most of their lines are about.
	'blip-of-both': [...torn, 'destination_unavailable'],
	'blip-of-both-forgiven': torn,
	'body-not-read': ['connection_write_timeout', 'http_response_timeout'],
	// All requests may still be answered, slowly.
	'brown-out': [...slow, ...calm],
	'buffers-raised': tooBig,
	'conflicting-lengths': malformed,
	'connection-rejected': ['connection_refused', 'destination_ip_unroutable'],
	'conntrack-full': noConnection,
	'cpu-starved': heldUp,
	'crash-loop': downMidway,
	'cut-chunked-by-reset': ['http_response_incomplete'],
	'cut-mid-body': ['http_response_incomplete'],
	'database-pool-exhausted': answered,
	'database-pool-waits': slow,
	'database-slots-exhausted': answered,
	'deploy-failed-migration': down,
	'deploy-missing-package': down,
	'deploy-missing-variable': down,
	'disk-full': answered,
	'dns-dead': [...noName, 'gateway-started-anew'],
	'dns-no-such-name': noName,
	// The download that was under way is torn, and the port refuses.
	'download-during-kill': [...down, 'http_response_incomplete'],
	'download-during-reload': calm,
	'dripped-body': slow,
	'error-cached': down,
	'established-reset': torn,
	'event-loop-blocked': heldUp,
	'events-during-reload': calm,
	'fresh-address': moved,
	'gateway-connections': ['connection_limit_reached', 'proxy_internal_error'],
	'gateway-descriptors': ['proxy_internal_error'],
	'gateway-killed': ['gateway-started-anew'],
	'gateway-oom': ['gateway-started-anew'],
	'gateway-reloaded': calm,
	'gateway-reloaded-often': calm,
	'gateway-worker-killed': ['proxy_internal_error', 'gateway-started-anew'],
	// Its log stops; when the worker goes on, it takes the time that it slept for the app's.
	'gateway-worker-stopped': [...calm, ...slow],
	'graceful-stop': downMidway,
	'gunicorn-oom': workerEnds,
	'gunicorn-worker-killed': workerEnds,
	'gunicorn-worker-timeout': workerEnds,
	hang: slow,
	'health-check-changed': ['destination_unavailable'],
	'hints-then-close': [...torn, 'http_protocol_error'],
	'host-unreachable': ['connection_refused', 'destination_ip_unroutable'],
	'huge-headers': tooBig,
	'idle-timeout-longer': calm,
	'keep-alive-race': torn,
	'link-bandwidth': [...heldUp, ...calm],
	'link-down': ['connection_refused', 'connection_terminated'],
	'link-latency': [...heldUp, ...calm],
	'link-limit-data': ['http_response_incomplete', 'connection_terminated'],
	'link-reset-peer': torn,
	'link-slicer': [...heldUp, ...calm],
	'link-slow-close': torn,
	'link-timeout': heldUp,
	'loopback-only': down,
	'lossy-link': [...heldUp, ...calm],
	// The clients wait for less long than the gateway.
	metastable: [...slow, 'clients-gone'],
	'metastable-budget': [...slow, 'clients-gone'],
	'names-silent': moved,
	'names-slow': moved,
	'names-stale': moved,
	'no-descriptors': [...torn, ...noConnection],
	'not-http': malformed,
	'one-of-three-killed': down,
	// The port refuses in between; what the other service answers is no error to a gateway.
	'other-service': [...answered, ...malformed, ...down],
	partition: noConnection,
	'php-header-over-buffer': tooBig,
	'php-pool-full': queueFull,
	'php-reload': torn,
	'php-reload-graceful': [...torn, ...calm],
	'php-request-timeout': workerEnds,
	'php-socket-missing': ['destination_unavailable'],
	'php-worker-crash': workerEnds,
	'pm2-restart': downMidway,
	'ports-exhausted': ['proxy_internal_error', 'destination_ip_unroutable'],
	'post-committed-then-reset': torn,
	'posts-not-retried': torn,
	'posts-retried': torn,
	'puma-hot-restart': [...torn, ...calm],
	'puma-phased-restart': [...torn, ...calm],
	'reset-before-headers': torn,
	'restart-under-load': downMidway,
	'retrying-clients': down,
	'rolling-deploy': [...downMidway, ...calm],
	'rolling-deploy-abrupt': downMidway,
	'slow-disk': slow,
	'slow-link': [...heldUp, ...calm],
	'slow-response': slow,
	'socket-missing': ['destination_unavailable'],
	'socket-permission': ['destination_unavailable', 'proxy_internal_error'],
	// Some gateways name any trouble with a Unix socket by one word.
	'socket-stale': [...down, 'destination_unavailable'],
	'stale-address': moved,
	'stalled-body': slow,
	'start-limit-hit': downMidway,
	'static-files': down,
	steady: calm,
	'stop-without-drain': downMidway,
	'syn-dropped': noConnection,
	'tls-expired': certificate,
	'tls-handshake-hang': [...noConnection, ...slow, ...handshake],
	'tls-no-sni': handshake,
	'tls-plain-port': handshake,
	'tls-untrusted': certificate,
	'tls-wrong-name': certificate,
	'tomcat-threads-busy': heldUp,
	// An app is killed as the spike comes, and the other has all of it: its connections run out.
	'traffic-spike': [...downMidway, 'connection_limit_reached', ...slow],
	'traffic-spike-queued': [...downMidway, 'connection_limit_reached', ...slow],
	// The inner one answers with 504, and to the outer one it is the app.
	'two-gateways-ordered': [...slow, ...answered],
	'two-gateways-retries': slow,
	'two-gateways-timeouts': slow,
	'upload-during-reload': calm,
	'upstream-container-gone': gone,
	'upstream-killed': down,
	'upstream-oom': downMidway,
	'upstream-oom-loop': downMidway,
	'upstream-segfault': downMidway,
	'uwsgi-harakiri': workerEnds,
	'uwsgi-header-buffer': workerEnds,
	'uwsgi-queue-full': queueFull,
	// A 404 or 421 of the app is no error of the gateway's.
	'wrong-host': [...answered, ...calm],
	'wrong-port': down,
};

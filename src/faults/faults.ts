// The table of faults: what `--wrong-fault KIND` and `gatequake list` offer, each with options that suit any topology.
// To add one: a file for it, its test, and a line here.
import {appStatus} from './app-status.ts';
import {badChunk} from './bad-chunk.ts';
import {badDeploy} from './bad-deploy.ts';
import {badHeader} from './bad-header.ts';
import {badStatusLine} from './bad-status-line.ts';
import {backlogFull} from './backlog-full.ts';
import {bandwidth} from './bandwidth.ts';
import {block} from './block.ts';
import {closeReused} from './close-reused.ts';
import {close} from './close.ts';
import {conflictingLengths} from './conflicting-lengths.ts';
import {cpuQuota} from './cpu-quota.ts';
import {conntrackFull} from './conntrack-full.ts';
import {crashLoop} from './crash-loop.ts';
import {crowd} from './crowd.ts';
import {cutBody} from './cut-body.ts';
import {crash} from './crash.ts';
import {databaseLock} from './database-lock.ts';
import {databaseSlots} from './database-slots.ts';
import {delay} from './delay.ts';
import {descriptorLimit} from './descriptor-limit.ts';
import {diskFull} from './disk-full.ts';
import {dnsAnswers} from './dns-answers.ts';
import {dnsDead} from './dns-dead.ts';
import {drop} from './drop.ts';
import type {Fault} from './fault.ts';
import {freeze} from './freeze.ts';
import {gatewayKill} from './gateway-kill.ts';
import {gatewayOom} from './gateway-oom.ts';
import {gatewayReload} from './gateway-reload.ts';
import {gatewayWorkerKill} from './gateway-worker-kill.ts';
import {gatewayWorkerStop} from './gateway-worker-stop.ts';
import {hang} from './hang.ts';
import {headersOverBuffer} from './headers-over-buffer.ts';
import {hugeHeaders} from './huge-headers.ts';
import {killContainer} from './kill-container.ts';
import {kill} from './kill.ts';
import {linkBandwidth} from './link-bandwidth.ts';
import {linkDown} from './link-down.ts';
import {linkLatency} from './link-latency.ts';
import {linkLimitData} from './link-limit-data.ts';
import {linkResetPeer} from './link-reset-peer.ts';
import {linkSlicer} from './link-slicer.ts';
import {linkSlowClose} from './link-slow-close.ts';
import {linkTimeout} from './link-timeout.ts';
import {loopbackOnly} from './loopback-only.ts';
import {loss} from './loss.ts';
import {newAddress} from './new-address.ts';
import {notHttp} from './not-http.ts';
import {oom} from './oom.ts';
import {otherService} from './other-service.ts';
import {partition} from './partition.ts';
import {pause} from './pause.ts';
import {portsExhausted} from './ports-exhausted.ts';
import {probeStatus} from './probe-status.ts';
import {reject} from './reject.ts';
import {resetEstablished} from './reset-established.ts';
import {requestBuffer} from './request-buffer.ts';
import {reset} from './reset.ts';
import {sequence} from './sequence.ts';
import {slowDisk} from './slow-disk.ts';
import {drip, slowFirstByte} from './slow.ts';
import {serverReload} from './server-reload.ts';
import {socketMissing} from './socket-missing.ts';
import {socketPermission} from './socket-permission.ts';
import {stopReading} from './stop-reading.ts';
import {stop} from './stop.ts';
import {tlsCertificate} from './tls-certificate.ts';
import {tlsHang} from './tls-hang.ts';
import {tlsNoName} from './tls-no-name.ts';
import {tlsPlainPort} from './tls-plain-port.ts';
import {wrongHost} from './wrong-host.ts';
import {wrongPort} from './wrong-port.ts';
import {workerOom} from './worker-oom.ts';
import {workersBusy} from './workers-busy.ts';

export const faults: Readonly<Record<string, {readonly summary: string; readonly make: () => Fault}>> = {
	kill: {summary: "the app's process is killed under its supervisor", make: () => kill()},
	'kill-container': {summary: "the app's whole container is killed", make: () => killContainer()},
	'new-address': {
		summary: "the app's container comes back with another address, and its old one is another service's",
		make: () => newAddress(),
	},
	oom: {summary: "the app leaks until the kernel's OOM killer ends it", make: () => oom()},
	stop: {summary: 'the app is asked to end (SIGTERM), and killed where it has not ended within its grace', make: () => stop()},
	freeze: {summary: "the app's process is stopped (SIGSTOP), and goes on at the end", make: () => freeze()},
	pause: {summary: "the app's container is paused by the engine", make: () => pause()},
	'cpu-quota': {summary: "the app's container gets a small part of a core", make: () => cpuQuota({percent: 5})},
	'descriptor-limit': {summary: 'the app has no descriptors left for connections', make: () => descriptorLimit()},
	'disk-full': {summary: "the file system with the app's data is full", make: () => diskFull()},
	'slow-disk': {summary: "the disk with the app's data takes only so many bytes a second", make: () => slowDisk()},
	block: {summary: "the app's event loop is blocked once", make: () => block({durationMs: 2000})},
	'bad-deploy': {summary: 'a version of the app is deployed that does not come up', make: () => badDeploy()},
	'crash-loop': {summary: 'a version of the app is deployed that crashes again and again', make: () => crashLoop()},
	reset: {summary: 'the app resets connections: on accept, after the request, after the commit, in mid-body', make: () => reset()},
	close: {summary: 'the app closes without an answer, or after a 103', make: () => close()},
	'close-reused': {summary: 'the app closes kept-alive connections just as they are used again', make: () => closeReused()},
	'cut-body': {summary: 'the app sends half of the body and closes', make: () => cutBody()},
	'bad-status-line': {summary: "the app's status line has no code", make: () => badStatusLine()},
	'bad-header': {summary: "one of the app's headers is none", make: () => badHeader()},
	'conflicting-lengths': {summary: 'the app states two lengths that do not agree', make: () => conflictingLengths()},
	'bad-chunk': {summary: 'the app sends a chunk without a size', make: () => badChunk()},
	'not-http': {summary: "another protocol answers on the app's port", make: () => notHttp()},
	'stop-reading': {summary: 'the app reads the head of a request and nothing more', make: () => stopReading()},
	'slow-first-byte': {summary: 'the app waits before its first byte', make: () => slowFirstByte({delayMs: 3000})},
	drip: {summary: 'the app sends its body byte by byte', make: () => drip({intervalMs: 100})},
	hang: {summary: 'the app takes requests and never answers', make: () => hang()},
	crash: {summary: 'the process that serves a request ends by a signal', make: () => crash()},
	'app-status': {summary: 'the app itself answers with an error status', make: () => appStatus({status: 503})},
	'probe-status': {summary: 'the app refuses health checks, and nothing else', make: () => probeStatus({status: 404})},
	'huge-headers': {
		summary: "the app pads its headers, bisecting the gateway's limit",
		make: () => hugeHeaders({fromBytes: 1024, toBytes: 131_072}),
	},
	'backlog-full': {summary: "the app stops accepting, and the kernel's queue for it fills up", make: () => backlogFull()},
	drop: {summary: 'packets to a part are dropped: of new connections, or all', make: () => drop()},
	reject: {summary: 'new connections to a part are rejected with RST or ICMP', make: () => reject()},
	'reset-established': {summary: 'established connections to a part are reset as soon as data comes', make: () => resetEstablished()},
	loss: {summary: 'a random share of packets is lost', make: () => loss({share: 0.1})},
	partition: {summary: 'two parts cannot reach each other', make: () => partition()},
	bandwidth: {summary: 'what a part sends is slowed down to a rate', make: () => bandwidth({bytesPerSecond: 20_000})},
	delay: {summary: 'what a part sends is delayed, where the kernel has netem', make: () => delay({delayMs: 100})},
	'link-latency': {summary: 'what passes the link comes later', make: () => linkLatency({latencyMs: 1500})},
	'link-bandwidth': {
		summary: 'each connection through the link is slowed down to a rate',
		make: () => linkBandwidth({bytesPerSecond: 1000}),
	},
	'link-slow-close': {summary: 'ends of connections are passed on late', make: () => linkSlowClose({delayMs: 2000})},
	'link-timeout': {summary: 'nothing passes the link, and it stays open', make: () => linkTimeout()},
	'link-reset-peer': {summary: 'connections through the link are reset', make: () => linkResetPeer()},
	'link-slicer': {summary: 'what passes the link comes in small pieces', make: () => linkSlicer()},
	'link-limit-data': {summary: 'connections through the link are closed after some bytes', make: () => linkLimitData({bytes: 250})},
	'link-down': {summary: 'nothing listens where the link was', make: () => linkDown()},
	'database-lock': {
		summary: 'a transaction of another program locks the table that the apps use, and stays open',
		make: () => databaseLock(),
	},
	'database-slots': {summary: 'other programs hold all connection slots of the database', make: () => databaseSlots()},
	'conntrack-full': {summary: 'a part has no entry left for another connection in its connection tracking', make: () => conntrackFull()},
	'dns-answers': {summary: 'the name service of the gateway knows no name, or answers late', make: () => dnsAnswers()},
	'dns-dead': {summary: 'the name service of the gateway does not answer', make: () => dnsDead()},
	'ports-exhausted': {summary: 'the gateway has no ephemeral port left', make: () => portsExhausted()},
	'socket-missing': {summary: "the app's Unix socket is gone from its folder", make: () => socketMissing()},
	'socket-permission': {summary: "nobody may connect to the app's Unix socket", make: () => socketPermission()},
	'request-buffer': {summary: "the app's server takes only small heads of requests after a deploy", make: () => requestBuffer()},
	'worker-oom': {summary: 'the worker that serves a request takes memory until the kernel kills it', make: () => workerOom()},
	'workers-busy': {summary: 'requests hold all workers of the app server', make: () => workersBusy({holdMs: 3000})},
	'server-reload': {summary: 'the app server is reloaded under load', make: () => serverReload()},
	'gateway-kill': {summary: 'the gateway is killed', make: () => gatewayKill()},
	'gateway-oom': {summary: 'the gateway is killed by the kernel for memory', make: () => gatewayOom()},
	'gateway-worker-kill': {summary: 'one worker process of the gateway is killed', make: () => gatewayWorkerKill()},
	'gateway-worker-stop': {summary: 'one worker process of the gateway is stopped', make: () => gatewayWorkerStop()},
	crowd: {summary: "a crowd of clients holds the gateway's connections", make: () => crowd()},
	'loopback-only': {summary: 'the app listens on loopback only after a deploy', make: () => loopbackOnly()},
	'other-service': {summary: "another service answers on the app's port", make: () => otherService()},
	'headers-over-buffer': {
		summary: "the app's headers outgrow the gateway's buffer, until that is raised",
		make: () => headersOverBuffer({headerBytes: 60_000, raisedTo: 65_536}),
	},
	'wrong-port': {summary: "the gateway's config names a port at which nothing listens", make: () => wrongPort()},
	'wrong-host': {summary: 'the gateway sends a Host that the app does not know', make: () => wrongHost()},
	sequence: {
		summary: 'several faults on one time line',
		make: () => sequence({parts: [{fault: appStatus({status: 503}), forMs: 300, repeat: {times: 2, everyMs: 600}}]}),
	},
	'tls-certificate': {
		summary: 'the app shows a certificate that is expired, for another name, or not trusted',
		make: () => tlsCertificate(),
	},
	'tls-plain-port': {summary: 'the app speaks plain HTTP where the gateway speaks TLS', make: () => tlsPlainPort()},
	'tls-hang': {summary: "the app never answers the hello of the gateway's TLS", make: () => tlsHang()},
	'tls-no-name': {summary: 'the gateway does not say in its TLS hello whom it wants', make: () => tlsNoName()},
	'gateway-reload': {summary: 'the gateway is reloaded under load', make: () => gatewayReload({upstreams: ['app1']})},
};

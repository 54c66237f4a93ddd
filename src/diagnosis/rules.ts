// The table of diagnosis rules. They are asked in this order, and what one has explained is no other's: first what ended a process, a
// container or a connection for all to see, then what a log names outright, then what only follows from who knows of a request and who
// does not. To add one: a file beside the others, its line here, and a row of its scenario in test/score/truth.ts.
import type {DiagnosisRule} from './rule.ts';
import {answerLostBetween} from './rules/answer-lost-between.ts';
import {appClosedEarly} from './rules/app-closed-early.ts';
import {appDropsConnections} from './rules/app-drops-connections.ts';
import {appSlow} from './rules/app-slow.ts';
import {appSlower} from './rules/app-slower.ts';
import {appStuck} from './rules/app-stuck.ts';
import {betweenDown} from './rules/between-down.ts';
import {bodyCutBetween} from './rules/body-cut-between.ts';
import {bodyCutByApp} from './rules/body-cut-by-app.ts';
import {bodyNotRead} from './rules/body-not-read.ts';
import {connectionRejected} from './rules/connection-rejected.ts';
import {gatewayCrowded} from './rules/gateway-crowded.ts';
import {gatewayStuck} from './rules/gateway-stuck.ts';
import {handshakeHangs} from './rules/handshake-hangs.ts';
import {hostUnreachable} from './rules/host-unreachable.ts';
import {keepAliveRace} from './rules/keep-alive-race.ts';
import {listensElsewhere} from './rules/listens-elsewhere.ts';
import {networkLossy} from './rules/network-lossy.ts';
import {networkSlow} from './rules/network-slow.ts';
import {overload} from './rules/overload.ts';
import {packetsDropped} from './rules/packets-dropped.ts';
import {resetBetween} from './rules/reset-between.ts';
import {requestTooBig} from './rules/request-too-big.ts';
import {socketUnusable} from './rules/socket-unusable.ts';
import {writesSlow} from './rules/writes-slow.ts';
import {wrongPort} from './rules/wrong-port.ts';
import {addressChanged} from './rules/address-changed.ts';
import {appAnsweredError} from './rules/app-answered-error.ts';
import {appCrashLoop} from './rules/app-crash-loop.ts';
import {appDoesNotStart} from './rules/app-does-not-start.ts';
import {appKilled} from './rules/app-killed.ts';
import {appOutOfMemory} from './rules/app-out-of-memory.ts';
import {appServerRules} from './rules/app-server-rules.ts';
import {appStopped} from './rules/app-stopped.ts';
import {backlogFull} from './rules/backlog-full.ts';
import {bodyStalled} from './rules/body-stalled.ts';
import {containerGone} from './rules/container-gone.ts';
import {containerPaused} from './rules/container-paused.ts';
import {cpuStarved} from './rules/cpu-starved.ts';
import {databaseRules} from './rules/database-rules.ts';
import {gatewayKilled} from './rules/gateway-killed.ts';
import {gatewayOutOfMemory} from './rules/gateway-out-of-memory.ts';
import {gatewayReloaded} from './rules/gateway-reloaded.ts';
import {gatewayWorkerKilled} from './rules/gateway-worker-killed.ts';
import {headerTooBig} from './rules/header-too-big.ts';
import {healthCheckFails} from './rules/health-check-fails.ts';
import {malformedAnswer} from './rules/malformed-answer.ts';
import {nameNotFound} from './rules/name-not-found.ts';
import {namedByLog} from './rules/named-by-log.ts';
import {otherService} from './rules/other-service.ts';
import {wrongHost} from './rules/wrong-host.ts';

export const diagnosisRules: readonly DiagnosisRule[] = [
	gatewayOutOfMemory,
	gatewayWorkerKilled,
	gatewayKilled,
	appOutOfMemory,
	appDoesNotStart,
	appCrashLoop,
	otherService,
	listensElsewhere,
	requestTooBig,
	appKilled,
	appStopped,
	addressChanged,
	containerGone,
	containerPaused,
	nameNotFound,
	cpuStarved,
	backlogFull,
	...databaseRules,
	...appServerRules,
	headerTooBig,
	handshakeHangs,
	...namedByLog,
	gatewayCrowded,
	healthCheckFails,
	malformedAnswer,
	wrongPort,
	betweenDown,
	socketUnusable,
	connectionRejected,
	hostUnreachable,
	wrongHost,
	appAnsweredError,
	gatewayReloaded,
	bodyStalled,
	bodyCutBetween,
	bodyCutByApp,
	bodyNotRead,
	keepAliveRace,
	gatewayStuck,
	answerLostBetween,
	resetBetween,
	appDropsConnections,
	appClosedEarly,
	packetsDropped,
	writesSlow,
	appStuck,
	appSlow,
	overload,
	appSlower,
	networkLossy,
	networkSlow,
];

/** Those that ask nothing of the programs in the apps' containers, nor of how the gateway is set up: what they see is so on any stack. */
export const foreignRules: readonly DiagnosisRule[] = [containerGone, containerPaused, ...namedByLog];

// The public API: what scenario files and users' own faults import.
export {attach, compose, external} from './scenario/stack.ts';
export type {ExternalOptions, Stack, StackOptions, StackTopology} from './scenario/stack.ts';
export {bytes, defineScenario, gunicorn, node, phpFpm, postgres, puma, tomcat, uwsgi} from './scenario/scenario.ts';
export type {Database, InnerGateway, Scenario, Upstream, UpstreamOptions} from './scenario/scenario.ts';
export type {LoadOptions} from './scenario/load-options.ts';
export type {
	ConfigFile,
	FailureAnswer,
	GatewayFeature,
	GatewayOptions,
	LoadPlan,
	RunPlan,
	UpstreamEndpoint,
	UpstreamPlan,
} from './scenario/plan.ts';
export {defineConfig} from './scenario/load-project.ts';
export type {ProjectConfig, RunDefaults} from './scenario/load-project.ts';
export {configAccepted, defineGateway, gatewayTls} from './gateways/gateway.ts';
export {defineUpstream} from './servers/server.ts';
export type {ServerKind, ServerLogClock} from './servers/server.ts';
export type {CommandContext, GatewayKind, LogClock, RenderContext} from './gateways/gateway.ts';
export {expect} from './expectations/expect.ts';
export type {
	Expectation,
	ExpectationRule,
	Judgement,
	OptionProblem,
	Range,
	ResolvedExpectation,
	Verdict,
} from './expectations/expectation.ts';
export type {Facts, Ledger, Outage, Recovery, WindowFacts, WindowName} from './expectations/facts.ts';
export {defineRule as defineExpectation} from './expectations/rule.ts';
export type {RuleContext, RuleJudgement} from './expectations/rule.ts';
export {checks} from './expectations/checks.ts';
export type {Checker} from './expectations/options.ts';
export {appStatus} from './faults/app-status.ts';
export {badChunk} from './faults/bad-chunk.ts';
export {badDeploy} from './faults/bad-deploy.ts';
export {badHeader} from './faults/bad-header.ts';
export {badStatusLine} from './faults/bad-status-line.ts';
export {backlogFull} from './faults/backlog-full.ts';
export {bandwidth} from './faults/bandwidth.ts';
export {block} from './faults/block.ts';
export {closeReused} from './faults/close-reused.ts';
export {close} from './faults/close.ts';
export {conflictingLengths} from './faults/conflicting-lengths.ts';
export {cpuQuota} from './faults/cpu-quota.ts';
export {conntrackFull} from './faults/conntrack-full.ts';
export {crashLoop} from './faults/crash-loop.ts';
export {crowd} from './faults/crowd.ts';
export {crash} from './faults/crash.ts';
export {cutBody} from './faults/cut-body.ts';
export {databaseLock} from './faults/database-lock.ts';
export {databaseSlots} from './faults/database-slots.ts';
export {delay} from './faults/delay.ts';
export {descriptorLimit} from './faults/descriptor-limit.ts';
export {diskFull} from './faults/disk-full.ts';
export {dnsAnswers} from './faults/dns-answers.ts';
export {dnsDead} from './faults/dns-dead.ts';
export {drop} from './faults/drop.ts';
export {freeze} from './faults/freeze.ts';
export {gatewayKill} from './faults/gateway-kill.ts';
export {gatewayOom} from './faults/gateway-oom.ts';
export {gatewayReload} from './faults/gateway-reload.ts';
export {gatewayWorkerKill} from './faults/gateway-worker-kill.ts';
export {gatewayWorkerStop} from './faults/gateway-worker-stop.ts';
export {hang} from './faults/hang.ts';
export {headersOverBuffer} from './faults/headers-over-buffer.ts';
export {hugeHeaders} from './faults/huge-headers.ts';
export {killContainer} from './faults/kill-container.ts';
export {kill} from './faults/kill.ts';
export {linkBandwidth} from './faults/link-bandwidth.ts';
export {linkDown} from './faults/link-down.ts';
export {linkLatency} from './faults/link-latency.ts';
export {linkLimitData} from './faults/link-limit-data.ts';
export {linkResetPeer} from './faults/link-reset-peer.ts';
export {linkSlicer} from './faults/link-slicer.ts';
export {linkSlowClose} from './faults/link-slow-close.ts';
export {linkTimeout} from './faults/link-timeout.ts';
export {loopbackOnly} from './faults/loopback-only.ts';
export {loss} from './faults/loss.ts';
export {newAddress} from './faults/new-address.ts';
export {notHttp} from './faults/not-http.ts';
export {oom} from './faults/oom.ts';
export {otherService} from './faults/other-service.ts';
export {partition} from './faults/partition.ts';
export {pause} from './faults/pause.ts';
export {portsExhausted} from './faults/ports-exhausted.ts';
export {probeStatus} from './faults/probe-status.ts';
export {reject} from './faults/reject.ts';
export {requestBuffer} from './faults/request-buffer.ts';
export {resetEstablished} from './faults/reset-established.ts';
export {reset} from './faults/reset.ts';
export {sequence} from './faults/sequence.ts';
export type {SequenceOptions, SequencePart} from './faults/sequence.ts';
export {slowDisk} from './faults/slow-disk.ts';
export {drip, slowFirstByte} from './faults/slow.ts';
export {serverReload} from './faults/server-reload.ts';
export {socketMissing} from './faults/socket-missing.ts';
export {socketPermission} from './faults/socket-permission.ts';
export {stopReading} from './faults/stop-reading.ts';
export {stop} from './faults/stop.ts';
export {tlsCertificate} from './faults/tls-certificate.ts';
export {tlsHang} from './faults/tls-hang.ts';
export {tlsNoName} from './faults/tls-no-name.ts';
export {tlsPlainPort} from './faults/tls-plain-port.ts';
export {wrongHost} from './faults/wrong-host.ts';
export {wrongPort} from './faults/wrong-port.ts';
export {workerOom} from './faults/worker-oom.ts';
export {workersBusy} from './faults/workers-busy.ts';
export {armed} from './faults/armed.ts';
export {behaviourFault} from './faults/behaviour-fault.ts';
export type {BehaviourOptions} from './faults/behaviour-fault.ts';
export {makeFault} from './faults/make-fault.ts';
export type {FaultParts} from './faults/make-fault.ts';
export {targetUpstream} from './faults/target.ts';
export {journalWitness, processWitness} from './faults/witness.ts';
export type {ArmedFault, Collected, Fault, FaultContext, LiveSample} from './faults/fault.ts';
export type {Cause} from './timeline/cause.ts';
export type {AccessEvent, GatewayLogEvent, Instant, Outcome, ServerLogEvent, Timeline, Witness} from './timeline/timeline.ts';
export {GatequakeError} from './error.ts';
export {runScenario} from './run/run-scenario.ts';
export type {RunScenarioOptions} from './run/run-scenario.ts';
export {defineReporter} from './report/reporters.ts';
export type {Reporter} from './report/reporters.ts';
export type {ReportStream} from './report/report-stream.ts';
export type {Report, ReportHead, RunReport} from './report/report.ts';

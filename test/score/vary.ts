// Other numbers for a scenario, from a seed: rate, windows, time-outs, sizes, restart times, a second upstream. What is true of it stays, so
// its diagnosis can be held against the same row of the answer sheet. Expectations may fail with such numbers; nobody asks them.
import {kill} from '../../src/faults/kill.ts';
import type {KillOptions} from '../../src/faults/kill.ts';
import type {Fault} from '../../src/faults/fault.ts';
import type {Scenario} from '../../src/scenario/scenario.ts';

/** Scenarios whose story holds with other numbers: their faults are there or not, whatever the rate and the time-outs. */
export const varied = [
	'app-frozen',
	'app-paused',
	'app-status',
	'bad-chunk',
	'bad-header',
	'bad-status-line',
	'body-not-read',
	'conflicting-lengths',
	'connection-rejected',
	'cpu-starved',
	'crash-loop',
	'cut-chunked-by-reset',
	'cut-mid-body',
	'deploy-failed-migration',
	'deploy-missing-package',
	'deploy-missing-variable',
	'dns-no-such-name',
	'dripped-body',
	'established-reset',
	'event-loop-blocked',
	'fresh-address',
	'gateway-killed',
	'gateway-oom',
	'graceful-stop',
	'gunicorn-worker-killed',
	'gunicorn-worker-timeout',
	'hang',
	'hints-then-close',
	'host-unreachable',
	'huge-headers',
	'link-down',
	'link-latency',
	'link-limit-data',
	'link-reset-peer',
	'loopback-only',
	'no-descriptors',
	'not-http',
	'other-service',
	'partition',
	'php-request-timeout',
	'php-worker-crash',
	'reset-before-headers',
	'restart-under-load',
	'rolling-deploy-abrupt',
	'slow-response',
	'socket-missing',
	'socket-permission',
	'stale-address',
	'stalled-body',
	'steady',
	'stop-without-drain',
	'syn-dropped',
	'tls-expired',
	'tls-handshake-hang',
	'tls-no-sni',
	'tls-plain-port',
	'tls-untrusted',
	'tls-wrong-name',
	'upstream-container-gone',
	'upstream-killed',
	'upstream-oom',
	'upstream-oom-loop',
	'upstream-segfault',
	'uwsgi-harakiri',
	'uwsgi-header-buffer',
	'wrong-host',
	'wrong-port',
] as const;

export function vary(scenario: Scenario, random: () => number): Scenario {
	const times = (...factors: readonly number[]) => pick(factors, random);
	const {topology, load, phases, fault} = scenario;
	const {connectTimeoutMs = 1000, readTimeoutMs = 1000} = topology.gateway ?? {};
	const second = topology.upstreams.length === 1 && random() < 0.3 ? topology.upstreams : [];
	return {
		...scenario,
		topology: {
			...topology,
			upstreams: [...topology.upstreams, ...second],
			gateway: {
				...topology.gateway,
				connectTimeoutMs: Math.round(connectTimeoutMs * times(0.6, 1, 1.5)),
				readTimeoutMs: Math.round(readTimeoutMs * times(0.7, 1, 1.6)),
			},
		},
		load: {
			...load,
			ratePerSecond: Math.round((load?.ratePerSecond ?? 200) * times(0.4, 0.7, 1, 1.4)),
			postShare: load?.postShare ?? times(0.1, 0.25, 0.5),
			bodyBytes: load?.bodyBytes ?? pick([20, 300, 3000, 15_000], random),
		},
		phases: {
			...phases,
			baselineMs: Math.round(phases.baselineMs * times(0.8, 1, 1.3)),
			faultMs: Math.round(phases.faultMs * times(0.8, 1.2, 1.7)),
			recoveryMs: Math.round(phases.recoveryMs * times(0.9, 1.3)),
		},
		fault: fault === null ? null : restartedOtherwise(fault, times(0.5, 0.8, 1)),
	};
}

/** An app that is killed comes back sooner. */
function restartedOtherwise(fault: Fault, factor: number): Fault {
	if (fault.kind !== 'kill') return fault;
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a fault of this kind was made from these options.
	const options = fault.options as KillOptions;
	const {restartAfterMs} = options;
	return typeof restartAfterMs === 'number' ? kill({...options, restartAfterMs: Math.round(restartAfterMs * factor)}) : fault;
}

export function pick<Value>(values: readonly Value[], random: () => number): Value {
	const value = values[Math.floor(random() * values.length)];
	if (value === undefined) throw new RangeError('expected something to pick from, and there is nothing');
	return value;
}

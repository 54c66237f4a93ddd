// The gateway itself was gone: clients could not connect, or lost the connections they had.
import {requestLines} from '../expectations/request-line.ts';
import {eventsOfKind} from '../timeline/events-of-kind.ts';
import {clientsGot, failedWith, watchedSpan} from './failed-requests.ts';
import {containerLine, processLine} from './process-lines.ts';
import type {DiagnosisRule} from './rule.ts';

export const gatewayDown: DiagnosisRule = {
	kind: 'gateway-down',
	summary: 'the gateway itself did not serve: killed, stopped, or its worker died',
	find(timeline, facts) {
		const rows = failedWith(timeline, facts, [
			'refused',
			'unreachable',
			'dns',
			'timeout-connect',
			'reset',
			'empty-reply',
			'timeout-first-byte',
		]);
		const unreached = failedWith(timeline, facts, ['refused', 'unreachable', 'dns', 'timeout-connect']);
		const {fromMs, toMs} = watchedSpan(facts);
		const watched = <Kind extends 'container' | 'process' | 'gateway-log'>(kind: Kind) =>
			eventsOfKind(timeline.events, kind).filter(({atMs}) => atMs >= fromMs && atMs <= toMs);
		const deaths = watched('container').filter(
			({part, action}) => part === 'gateway' && ['die', 'kill', 'pause', 'oom', 'start'].includes(action),
		);
		const processes = watched('process').filter(({part}) => part === 'gateway');
		const workers = watched('gateway-log').filter(({part, lifecycle}) => part === undefined && lifecycle === 'worker-killed');
		const proof = [...deaths.map(containerLine), ...processes.map(processLine), ...workers.map(({raw}) => raw)];
		if (rows.length === 0 || (unreached.length === 0 && proof.length === 0)) return null;
		return {
			cause: `the gateway itself did not serve: clients got ${clientsGot(timeline, rows)}`,
			confidence: proof.length > 0 ? 'certain' : 'likely',
			advice:
				'Run more than one gateway behind a balanced or floating address, restart it at once and with the same address, and reload instead of restarting for changes of configuration.',
			evidence: [...proof.slice(0, 5), ...requestLines(timeline.samples, rows, 4)],
			requests: rows.length,
		};
	},
};

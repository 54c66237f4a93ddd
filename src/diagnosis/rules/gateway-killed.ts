// The gateway's process or container ended: clients could not connect, or lost the connections that they had.
import {eventsOfKind} from '../../timeline/events-of-kind.ts';
import {containerLine, processLine} from '../process-lines.ts';
import {gatewayDowns} from '../run/gateway-downs.ts';
import {containerEvents, touched} from '../run/lives.ts';
import {clientsGot, requestWords} from '../run/words.ts';
import type {DiagnosisRule} from '../rule.ts';

const unreached = ['refused', 'unreachable', 'dns', 'timeout-connect'];

export const gatewayKilled: DiagnosisRule = {
	kind: 'gateway-killed',
	summary: 'the gateway ended: nobody listened at its address',
	find(evidence, left) {
		const downs = gatewayDowns(evidence);
		const lost =
			downs.length > 0
				? touched(left, downs, {afterMs: 250}).filter(({outcome}) => outcome !== 'status')
				: left.filter(({outcome}) => unreached.includes(outcome));
		if (lost.length === 0) return null;
		const told = [
			...containerEvents(evidence, 'gateway', 'die', 'kill', 'start').map(containerLine),
			...eventsOfKind(evidence.events, 'process')
				.filter(({part}) => part === 'gateway')
				.map(processLine),
		];
		return {
			cause: `the gateway itself was down: clients got ${clientsGot(lost)}`,
			confidence: downs.length > 0 ? 'certain' : 'likely',
			advice:
				'Run more than one gateway behind a balanced or floating address, let a supervisor start it again at once, and reload instead of restarting for changes of configuration.',
			evidence: [...told.slice(0, 5), ...requestWords(lost)],
			explains: lost,
		};
	},
};

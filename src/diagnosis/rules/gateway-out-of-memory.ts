// The kernel's OOM killer ended the gateway.
import {containerEvents, touched} from '../run/lives.ts';
import {containerLine} from '../process-lines.ts';
import {clientsGot, requestWords} from '../run/words.ts';
import type {DiagnosisRule} from '../rule.ts';
import {gatewayDowns} from '../run/gateway-downs.ts';

export const gatewayOutOfMemory: DiagnosisRule = {
	kind: 'gateway-out-of-memory',
	summary: "the gateway's container ran out of memory, and the kernel killed it",
	find(evidence, left) {
		const ooms = containerEvents(evidence, 'gateway', 'oom');
		const downs = gatewayDowns(evidence);
		if (ooms.length === 0 || downs.length === 0) return null;
		const lost = touched(left, downs, {afterMs: 500, beforeMs: 1500});
		return {
			cause: `the gateway's container ran out of memory, and the kernel killed the gateway; clients got ${clientsGot(lost)}`,
			confidence: 'certain',
			advice:
				'Give the gateway more memory, or find what took it beside it; bound its buffers, caches and connections; let a supervisor start it again at once.',
			evidence: [...[...ooms, ...containerEvents(evidence, 'gateway', 'die', 'start')].map(containerLine), ...requestWords(lost)],
			explains: lost,
		};
	},
};

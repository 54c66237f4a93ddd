// The gateway ran out of connections of its own. Under a test load that is the load's doing, not the fault's.
import type {GatewayLogEvent} from '../timeline/timeline.ts';
import type {DiagnosisRule} from './rule.ts';

export const connectionsExhausted: DiagnosisRule = {
	kind: 'connections-exhausted',
	summary: "the gateway's own connections were used up by the load",
	find(timeline) {
		const lines = timeline.events.filter(
			(event): event is GatewayLogEvent => event.kind === 'gateway-log' && event.lifecycle === 'connections-exhausted',
		);
		if (lines.length === 0) return null;
		const peak = timeline.generator?.peakInFlight;
		const directive = timeline.plan.gateway.name === 'nginx' ? 'worker_connections' : "the gateway's connection limit";
		return {
			cause: `the load used up the gateway's own connections${peak === undefined ? '' : ` (${peak} requests in flight at the peak)`}: this is the load's doing, not the fault's`,
			confidence: 'certain',
			advice: `Raise ${directive} above twice rate × time-out (each request in flight takes one connection on either side), or lower the rate or the time-outs of the run.`,
			evidence: lines.slice(0, 3).map(({raw}) => raw),
			requests: lines.length,
		};
	},
};

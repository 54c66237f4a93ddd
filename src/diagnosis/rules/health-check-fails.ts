// The gateway's own health checks took apps out that were alive: the check asks for what they no longer answer.
import {eventsOfKind} from '../../timeline/events-of-kind.ts';
import {directive} from '../directives.ts';
import {containerEvents} from '../run/lives.ts';
import {clientsGot, gatewayWords} from '../run/words.ts';
import {arrived} from '../run/trouble.ts';
import type {DiagnosisRule} from '../rule.ts';

const failedCheck =
	/wrong status|unexpected status|Layer7 (?:wrong|invalid)|health ?check failed|unhealthy|health_check.*fail|failed_active_hc|Health check .*(?:status|FAILING)|Backend_health .*(?:sick|Went sick)|-> FAILING|Error State|in error state|HCHECK/i;

export const healthCheckFails: DiagnosisRule = {
	kind: 'health-check-fails',
	summary: 'the health check fails on apps that are alive: its path or its expected answer no longer fits',
	find(evidence, left) {
		if (evidence.gateway.options.healthCheck === null) return null;
		const dead = evidence.lives.some(({exits}) => exits.length > 0) || containerEvents(evidence, 'app', 'die', 'pause').length > 0;
		const hit = left.filter(
			(trouble) =>
				trouble.what === 'failed' && !trouble.byApp && !arrived(trouble) && trouble.outcome === 'status' && trouble.status >= 500,
		);
		if (dead || hit.length === 0) return null;
		const told = eventsOfKind(evidence.events, 'gateway-log').filter(({raw, requestId}) => requestId === null && failedCheck.test(raw));
		const unavailable = hit.filter(
			({causes}) => causes.size === 0 || causes.has('destination_unavailable') || causes.has('destination_not_found'),
		);
		if (unavailable.length < hit.length / 2) return null;
		const {path, intervalMs, failAfter} = evidence.gateway.options.healthCheck;
		return {
			cause: `the gateway had no healthy upstream, though the apps were alive and no request had failed at them; clients got ${clientsGot(unavailable)}`,
			confidence: told.length > 0 ? 'certain' : 'likely',
			advice: `Ask ${path} of the app directly, and compare with what the check expects: ${directive('health', evidence.gateway.name)}. Better to answer with all upstreams than with none (a panic threshold, where there is one).`,
			evidence: [
				...told.slice(0, 3).map(({raw}) => raw),
				...gatewayWords(unavailable),
				`the check asks ${path} every ${intervalMs} ms and takes an upstream out after ${failAfter} bad answers`,
			],
			explains: unavailable,
		};
	},
};

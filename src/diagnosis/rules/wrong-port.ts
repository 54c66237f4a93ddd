// The gateway connects to a port at which nobody listens.
import {eventsOfKind} from '../../timeline/events-of-kind.ts';
import type {GatewayLogEvent} from '../../timeline/timeline.ts';
import {directive} from '../directives.ts';
import {counterLine} from '../process-lines.ts';
import type {DiagnosisRule, Finding} from '../rule.ts';
import type {RunEvidence} from '../run/evidence.ts';
import {containerEvents, growth} from '../run/lives.ts';
import {clientsGot, gatewayWords, names} from '../run/words.ts';
import {has} from '../run/trouble.ts';
import type {Trouble} from '../run/trouble.ts';

/** Soon after a reload. */
const soonMs = 1500;

const refusals = (left: readonly Trouble[]) => left.filter((trouble) => has(trouble, 'connection_refused'));

export const wrongPort: DiagnosisRule = {
	kind: 'wrong-port',
	summary: 'the gateway connects to a port at which the app does not listen',
	find(evidence, left) {
		const refused = refusals(left);
		if (refused.length === 0) return null;
		const listening = new Set([...evidence.upstreams.map(({port}) => port), ...evidence.gateway.endpoints.map(({port}) => port)]);
		const wrong = [...portsTried(refused)].filter((port) => !listening.has(port));
		const reloads = eventsOfKind(evidence.events, 'gateway-log').filter(({lifecycle}) => lifecycle === 'reloaded');
		if (wrong.length === 0) return sinceReload(evidence, refused, reloads);
		return {
			cause: `the gateway connects to port ${names(wrong.map(String))}, and the app listens at ${names(evidence.upstreams.map(({port}) => String(port)))}; clients got ${clientsGot(refused)}`,
			confidence: 'certain',
			advice: `Correct the port in ${directive('target', evidence.gateway.name)}; ss -ltn shows where the app listens.`,
			evidence: [...gatewayWords(refused), ...reloads.slice(0, 1).map(({raw}) => raw)],
			explains: refused,
		};
	},
};

/**
 * Some logs do not say where to. Where the app lived, and the first refusal came with a reload, that reload brought it. A kernel of the app's
 * that sent the resets itself has nobody who listens there; a firewall's are not in its count.
 */
function sinceReload(evidence: RunEvidence, refused: readonly Trouble[], reloads: readonly GatewayLogEvent[]): Finding | null {
	const firstMs = refused[0]?.sentMs ?? 0;
	const told = portsTried(refused).size > 0;
	const reload = reloads.findLast(({atMs, uncertaintyMs}) => atMs - uncertaintyMs <= firstMs + 50 && firstMs - atMs < soonMs);
	const lived = evidence.lives.every(({how}) => how === 'alive') && containerEvents(evidence, 'app', 'die', 'pause').length === 0;
	if (told || reload === undefined || !lived) return null;
	const resets = growth(evidence, 'tcp.OutRsts');
	const byKernel = resets.by >= refused.length * 0.3;
	return {
		cause: `connections to the app are refused since the gateway was reloaded, though the app lives: the gateway now asks at another port than the app’s; clients got ${clientsGot(refused)}`,
		confidence: byKernel ? 'certain' : 'likely',
		advice: `Compare ${directive('target', evidence.gateway.name)} with what ss -ltn shows where the app runs; go back to the config before the reload.`,
		evidence: [reload.raw, ...gatewayWords(refused), ...(byKernel ? resets.events.slice(0, 2).map(counterLine) : [])],
		against: ['this gateway’s log does not say to which port it connected'],
		explains: refused,
		rivals: [{kind: 'connection-rejected', tell: 'nc -zv APP PORT from the gateway’s machine, with the port that the app listens at.'}],
	};
}

/** `8081` of `172.17.0.3:8081`. */
function portsTried(troubles: readonly Trouble[]): ReadonlySet<number> {
	const ports = troubles.flatMap(({lines}) => lines.flatMap(({upstreamAddress}) => /:(\d+)$/.exec(upstreamAddress ?? '')?.[1] ?? []));
	return new Set(ports.map(Number));
}

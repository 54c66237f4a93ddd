// Something stands between gateway and app by the config, and it refuses connections.
import type {DiagnosisRule} from '../rule.ts';
import type {RunEvidence} from '../run/evidence.ts';
import {clientsGot, gatewayWords, names} from '../run/words.ts';
import {has} from '../run/trouble.ts';
import type {Trouble} from '../run/trouble.ts';

const refusals = (left: readonly Trouble[]) => left.filter((trouble) => has(trouble, 'connection_refused'));

export const betweenDown: DiagnosisRule = {
	kind: 'between-down',
	summary: 'what stands between gateway and app (a proxy, a tunnel) refuses connections; the app is alive',
	find(evidence, left) {
		const refused = refusals(left);
		const targets = between(evidence);
		if (refused.length === 0 || targets.length === 0) return null;
		return {
			cause: `${names(targets)}, which stands between gateway and app, refuses connections; the app itself is alive; clients got ${clientsGot(refused)}`,
			confidence: 'likely',
			advice: 'Look at that proxy, tunnel or service address: is it running, and does it still lead to the app?',
			evidence: gatewayWords(refused),
			against: ['nothing of what stands between was seen from inside'],
			explains: refused,
		};
	},
};

/** Targets of the config that are not the app itself, but something that stands before it. */
function between({gateway, upstreams}: RunEvidence): readonly string[] {
	return gateway.endpoints.flatMap(({name, host, port, socket}) => {
		const app = upstreams.find((upstream) => upstream.name === name);
		return socket === null && app !== undefined && port !== app.port ? [`${host}:${port}`] : [];
	});
}

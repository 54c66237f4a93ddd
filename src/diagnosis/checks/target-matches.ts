// Does the gateway ask at the address where the app is?
import {no, unknown, yes} from '../check.ts';
import type {Check} from '../check.ts';
import {containerLine} from '../process-lines.ts';
import {containerEvents} from '../run/lives.ts';

export const targetMatches: Check = {
	name: 'target-matches',
	question: 'Does the gateway’s target match where the app is?',
	answer(evidence) {
		const {gateway, upstreams, troubles} = evidence;
		const expected = new Set([...upstreams.map(({port}) => port), ...gateway.endpoints.map(({port}) => port)]);
		const asked = new Set(troubles.flatMap(({lines}) => lines.flatMap(({upstreamAddress}) => upstreamAddress ?? [])));
		const wrong = [...asked].filter((address) => {
			const port = /:(\d+)$/.exec(address)?.[1];
			return port !== undefined && !address.startsWith('unix') && !expected.has(Number(port));
		});
		if (wrong.length > 0) return no(`it asks ${wrong.join(', ')}; apps listen at ${[...expected].join(', ')}`);
		const strange = troubles.filter(
			({outcome, status, byApp, what}) => what === 'failed' && outcome === 'status' && status < 400 && !byApp,
		);
		if (strange.length > 0)
			return no(
				`${strange.length} good answers did not come from the app`,
				...containerEvents(evidence, 'app', 'die', 'start').map(containerLine),
			);
		return asked.size > 0 ? yes(`it asks ${[...asked].slice(0, 4).join(', ')}`) : unknown('no line of its log names an address');
	},
};

// The app's container came back with another address, and the gateway went on with the old one, or somebody else has it now.
import {eventsOfKind} from '../../timeline/events-of-kind.ts';
import {containerLine} from '../process-lines.ts';
import {directive} from '../directives.ts';
import {containerEvents, memoryMs, touched} from '../run/lives.ts';
import {movedOf} from '../run/moved.ts';
import {clientsGot, gatewayWords, requestWords} from '../run/words.ts';
import type {DiagnosisRule} from '../rule.ts';

export const addressChanged: DiagnosisRule = {
	kind: 'address-changed',
	summary: "the app's address changed, and the gateway used the old one",
	find(evidence, left) {
		const events = containerEvents(evidence, 'app', 'die', 'start');
		const [died] = events.filter(({action}) => action === 'die');
		if (died === undefined) return null;
		const strange = left.filter(
			({status, outcome, byApp, sentMs}) => outcome === 'status' && status < 400 && !byApp && sentMs >= died.atMs - 500,
		);
		const told = eventsOfKind(evidence.events, 'gateway-log').filter(({raw}) => /\bIP changed\b/.test(raw));
		const newAddress = movedOf(evidence, died.part, died.atMs);
		const around = touched(left, [{fromMs: died.atMs - 500, toMs: events.at(-1)?.atMs ?? died.atMs}], {afterMs: memoryMs(evidence) + 5000});
		if (around.length === 0 || (strange.length === 0 && told.length === 0 && newAddress === null)) return null;
		return {
			cause: `the container of ${died.part} came back with another address${newAddress === null ? '' : ` (${newAddress.to}, before it ${newAddress.from}, by ${newAddress.by})`}; the gateway knew the old one${strange.length === 0 ? '' : `, where somebody else answered ${strange.length} requests`}; clients got ${clientsGot(around)}`,
			confidence: 'certain',
			advice: `Let the gateway resolve names again: ${directive('resolve', evidence.gateway.name)}; or give the app an address that stays. Health checks that ask for the app's own words keep traffic from a stranger.`,
			evidence: [
				...events.slice(0, 3).map(containerLine),
				...told.slice(0, 2).map(({raw}) => raw),
				...requestWords(strange),
				...gatewayWords(around, 2),
			],
			explains: [...new Set([...strange, ...around])],
		};
	},
};

// The app serves for a while and ends by itself, again and again.
import {processLine} from '../process-lines.ts';
import {touchedByDowns} from '../run/lives.ts';
import {clientsGot, gatewayWords, names} from '../run/words.ts';
import type {DiagnosisRule} from '../rule.ts';

export const appCrashLoop: DiagnosisRule = {
	kind: 'app-crash-loop',
	summary: 'an app crashes again and again after it has served for a while',
	find(evidence, left) {
		const lives = evidence.lives.filter(({how}) => how === 'crash-loop');
		const exits = lives.flatMap((life) => life.exits.filter(({exitCode}) => exitCode !== 0 && exitCode !== 143));
		const [first] = exits;
		if (first === undefined) return null;
		const hit = touchedByDowns(evidence, left, lives);
		const gaveUp = lives.flatMap((life) => life.gaveUp ?? []);
		return {
			cause: `${names(exits.map(({part}) => part))} crashed ${exits.length} times (wait status ${first.exitCode ?? 'unknown'})${gaveUp.length > 0 ? ', and its supervisor gave up' : ''}; clients got ${clientsGot(hit)}`,
			confidence: 'certain',
			advice: `Read what the app wrote before it ended; roll the last deploy back. ${gaveUp.length > 0 ? 'The limit of starts was reached: it stays down until it is started by hand (systemctl reset-failed).' : 'Restart with a growing back-off, so that the gateway sees it down and not up and down.'}`,
			evidence: [...exits.slice(0, 4).map(processLine), ...gaveUp.map(processLine), ...gatewayWords(hit)],
			explains: hit,
		};
	},
};

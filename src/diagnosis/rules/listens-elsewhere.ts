// The app was started anew and listens, but not where the gateway asks: on 127.0.0.1 only, say.
import type {DiagnosisRule} from '../rule.ts';
import {lifeLines} from '../run/lives.ts';
import {clientsGot, gatewayWords, names} from '../run/words.ts';
import {has} from '../run/trouble.ts';
import type {Trouble} from '../run/trouble.ts';

const refusals = (left: readonly Trouble[]) => left.filter((trouble) => has(trouble, 'connection_refused'));

export const listensElsewhere: DiagnosisRule = {
	kind: 'listens-elsewhere',
	summary: 'the app was started anew and listens, but not at the address that the gateway asks (127.0.0.1 only)',
	find(evidence, left) {
		const refused = refusals(left);
		const fresh = evidence.lives.filter(({downs}) => downs.length > 0);
		const downs = fresh.flatMap((life) => life.downs);
		const firstUpMs = Math.min(...downs.map(({toMs}) => toMs));
		const after = refused.filter(
			({sentMs, endMs}) => sentMs > firstUpMs + 100 && downs.every(({fromMs, toMs}) => endMs < fromMs || sentMs > toMs + 100),
		);
		if (after.length < Math.max(5, refused.length / 2)) return null;
		return {
			cause: `${names(fresh.map(({part}) => part))} was started anew and its port is open, yet connections to it are refused: it listens at another address; clients got ${clientsGot(refused)}`,
			confidence: 'certain',
			advice: 'Let the app listen on 0.0.0.0 or :: (many listen on 127.0.0.1 by default), and look with ss -ltn inside its container.',
			evidence: [...lifeLines(fresh), ...gatewayWords(refused)],
			explains: refused,
		};
	},
};

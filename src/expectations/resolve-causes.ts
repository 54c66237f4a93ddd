// What a gateway does for neutral causes, by its own table: the answers that clients get, and the causes that its log may name.
import {causes} from '../timeline/cause.ts';
import type {Cause} from '../timeline/cause.ts';
import type {GatewayAnswer, GatewayPlan} from '../scenario/plan.ts';

export interface ResolvedCauses {
	readonly answers: readonly GatewayAnswer[];
	/** Empty where its log says nothing for any of the causes. */
	readonly logged: readonly Cause[];
	/** Those of the answers of which its log says nothing. */
	readonly silent: readonly GatewayAnswer[];
	/** Causes that its table does not know. */
	readonly unknown: readonly string[];
}

export function resolveCauses(semantics: GatewayPlan['semantics'], wanted: unknown): ResolvedCauses {
	const words: readonly unknown[] = [wanted].flat();
	const known = causes.flatMap((cause) => {
		const answer = words.includes(cause) ? semantics[cause] : undefined;
		return answer === undefined ? [] : [{cause, ...answer}];
	});
	return {
		answers: [...new Set(known.flatMap(({answers}) => answers))],
		logged: [...new Set(known.flatMap(({cause, logged}) => logged ?? [cause]))],
		silent: [...new Set(known.flatMap(({answers, logged, silent = []}) => (logged?.length === 0 ? answers : silent)))],
		unknown: words.filter((word) => !known.some(({cause}) => cause === word)).map(String),
	};
}

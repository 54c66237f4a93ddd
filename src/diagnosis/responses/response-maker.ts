// Who makes errors, and how they are known from outside.
import type {SeenResponse} from '../response-diagnosis.ts';
import type {Reason} from './reason.ts';

export interface Made {
	/** `own`: the page is the gateway's; `passed`: it passed on what another one made. */
	readonly kind: 'own' | 'passed';
	readonly confidence: 'certain' | 'likely';
	readonly evidence: readonly string[];
}

export interface ResponseMaker {
	/** Product, with its version where the response tells it. */
	readonly name: (response: SeenResponse) => string;
	/** Null where nothing in the response is this maker's. */
	readonly made: (response: SeenResponse) => Made | null;
	/** What its own error means. */
	readonly reason: (response: SeenResponse) => Reason;
}

export function server({headers}: SeenResponse): string {
	return headers.get('server') ?? '';
}

export function own(...evidence: readonly string[]): Made {
	return {kind: 'own', confidence: 'certain', evidence};
}

export function passed(...evidence: readonly string[]): Made {
	return {kind: 'passed', confidence: 'likely', evidence};
}

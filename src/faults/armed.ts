// An armed fault whose clear() acts once: later calls, and its disposal, give the first call's instant.
import type {Instant, Witness} from '../timeline/timeline.ts';
import type {ArmedFault, Collected} from './fault.ts';

export interface ArmedParts {
	readonly effective: Instant;
	readonly evidence: string;
	clear(): Promise<Instant & {readonly evidence: string}>;
	witness(collected: Collected): Witness;
}

/** An armed fault from its parts: `clear()` is made to happen once, however often it is called. */
export function armed(parts: ArmedParts): ArmedFault {
	let cleared: ReturnType<ArmedParts['clear']> | undefined;
	const clear = async () => {
		cleared ??= parts.clear();
		return await cleared;
	};

	return {
		effective: parts.effective,
		evidence: parts.evidence,
		clear,
		witness: (collected) => parts.witness(collected),
		[Symbol.asyncDispose]: async () => {
			await clear();
		},
	};
}

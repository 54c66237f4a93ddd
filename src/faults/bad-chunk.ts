// The app sends its body in chunks: half of it in a good one, and then a chunk whose size is no number.
import type {BehaviourOptions} from './behaviour-fault.ts';
import type {Fault} from './fault.ts';
import {malformedFault} from './malformed-fault.ts';

/**
 * The app sends a chunk without a size.
 * @example badChunk()
 */
export function badChunk(options: BehaviourOptions = {}): Fault {
	return malformedFault({
		kind: 'bad-chunk',
		wrong: 'chunk-size',
		options: {...options},
		describe: 'half of the body, then a chunk without a size',
	});
}

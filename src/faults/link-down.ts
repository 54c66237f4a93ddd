// The link is down: nothing listens where the gateway looks for the app, and what was open is closed. The app itself is well.
import type {Fault} from './fault.ts';
import {linkFault} from './link-fault.ts';
import type {LinkOptions} from './link-fault.ts';
import {kernelWitness} from './link-witness.ts';

export type LinkDownOptions = LinkOptions;

/**
 * Nothing listens where the link was.
 * @example linkDown()
 */
export function linkDown(options: LinkDownOptions = {}): Fault {
	return linkFault({
		kind: 'link-down',
		options: {...options},
		checkers: {},
		describe: 'nothing listens',
		change: {do: 'close'},
		takeBack: {do: 'open'},
		witness: kernelWitness('resets', 'packets that refused or reset a connection'),
	});
}

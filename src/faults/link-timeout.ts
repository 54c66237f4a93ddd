// Nothing passes the link any more, and it stays open: a firewall that has forgotten the connection. Data is thrown away, and the connection is
// closed after a time, or never while this lasts.
import {number} from '../expectations/options.ts';
import type {Fault} from './fault.ts';
import {toxicFault} from './link-fault.ts';
import type {ToxicOptions} from './link-fault.ts';
import {heldBack} from './link-witness.ts';

export interface LinkTimeoutOptions extends ToxicOptions {
	/** Connections on which nothing has come for this time are closed, in ms. 0: never. Default 0. */
	readonly closeAfterMs?: number;
}

/**
 * Nothing passes the link, and it stays open.
 * @example linkTimeout()
 */
export function linkTimeout(options: LinkTimeoutOptions = {}): Fault {
	const {closeAfterMs = 0, direction = 'downstream'} = options;
	return toxicFault({
		kind: 'link-timeout',
		options: {...options, closeAfterMs},
		checkers: {closeAfterMs: number({min: 0, integer: true})},
		describe: `nothing let through${closeAfterMs === 0 ? '' : `, and connections closed after ${closeAfterMs} ms`}`,
		toxic: {type: 'timeout', attributes: {timeout: closeAfterMs}},
		witness: heldBack(direction, Number.POSITIVE_INFINITY),
	});
}

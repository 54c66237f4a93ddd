// The name service of the gateway is dead: its questions are dropped, or refused at once. The engine's name service has an address of the
// loopback device in each container.
import {oneOf} from '../expectations/options.ts';
import type {Fault} from './fault.ts';
import {packetRules} from './network-change.ts';
import {networkFault} from './network-fault.ts';

export interface DnsDeadOptions {
	/** `drop`: no answer ever comes. `reject`: nothing listens there. Default `drop`. */
	readonly by?: 'drop' | 'reject';
}

/**
 * The name service of the gateway does not answer.
 * @example dnsDead()
 */
export function dnsDead(options: DnsDeadOptions = {}): Fault {
	const {by = 'drop'} = options;
	return networkFault({
		kind: 'dns-dead',
		options: {...options, by},
		onlyPart: 'gateway',
		checkers: {by: oneOf(['drop', 'reject'])},
		kernel: ['packet-rules'],
		describe: by === 'drop' ? 'no answer of the name service' : 'questions to the name service refused',
		unit: 'questions that got no answer',
		change: () =>
			packetRules({
				// As they come in, not as they go out: a sender whose packet is dropped in its own way out is told so.
				incoming: {
					match: 'iifname "lo" ip daddr 127.0.0.11 meta l4proto { tcp, udp }',
					verdict: by === 'drop' ? 'drop' : 'reject with icmp port-unreachable',
				},
			}),
	});
}

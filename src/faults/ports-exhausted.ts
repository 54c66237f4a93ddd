// The gateway has no ephemeral port left for a new connection to anyone: all of its range are held by another process of its network
// namespace, as they are where each request takes a new connection and each port rests for a minute afterwards.
import type {Instant, Witness} from '../timeline/timeline.ts';
import {armed} from './armed.ts';
import type {Collected, Fault} from './fault.ts';
import {makeFault} from './make-fault.ts';
import {targetNetwork} from './target.ts';

/** Of the gateway's namespace, from its start on: 1000 instead of 28 000, so that all of them can be held within a moment. */
const range = {from: 20_000, to: 20_999} as const;

/**
 * The gateway has no ephemeral port left.
 * @example portsExhausted()
 */
export function portsExhausted(options: Readonly<Record<string, never>> = {}): Fault {
	return makeFault({
		kind: 'ports-exhausted',
		options,
		checkers: {},
		describe: 'every ephemeral port of the gateway taken',
		effect: {withinMs: 500, goneWithinMs: 500},
		network: [{part: 'gateway', kernel: [], sysctls: {'net.ipv4.ip_local_port_range': `${range.from} ${range.to}`}}],
		async inject({topology}) {
			const helper = targetNetwork(topology, 'gateway');
			const {held, ...effective} = await helper.holdPorts(range);
			return armed({
				effective,
				evidence: `${held} of ${range.to - range.from + 1} ephemeral ports held in the network namespace of the gateway, the others in use`,
				async clear() {
					const {atMs, uncertaintyMs} = await helper.holdPorts(null);
					return {atMs, uncertaintyMs, evidence: 'the ephemeral ports of the gateway are free again'};
				},
				witness: refusalWitness(effective),
			});
		},
	});
}

/** The kernel's words for it, in whatever the gateway logs; Envoy has no spaces in its details. */
const words = /cannot[ _]assign[ _]requested[ _]address|EADDRNOTAVAIL/i;

function refusalWitness(effective: Instant): (collected: Collected) => Witness {
	return ({events}) => {
		const lines = events
			.filter((event) => event.kind === 'gateway-log')
			.filter(({atMs, uncertaintyMs, raw}) => atMs + uncertaintyMs >= effective.atMs && words.test(raw));
		return {
			count: lines.length,
			unit: 'connection attempts for which the kernel had no port',
			evidence: lines.slice(0, 3).map(({raw}) => raw),
		};
	};
}

// The gateway's container runs out of memory: the kernel kills the gateway, and it is started again. The memory is taken by a helper
// process in the gateway's own container, for a gateway cannot be made to grow in a second by what clients send; the kernel is told to
// take the gateway's first process first. What is real is the limit, the cgroup's OOM kill, and what is left of the gateway.
import {number} from '../expectations/options.ts';
import type {Instant, Witness} from '../timeline/timeline.ts';
import {armed} from './armed.ts';
import type {Collected, Fault} from './fault.ts';
import {makeFault} from './make-fault.ts';

export interface GatewayOomOptions {
	/** Limit of the gateway's container. Default 256 MiB. */
	readonly memoryBytes?: number;
}

const killedWithinMs = 20_000;

/**
 * The gateway is killed by the kernel for memory.
 * @example gatewayOom()
 */
export function gatewayOom(options: GatewayOomOptions = {}): Fault {
	const {memoryBytes = 256 * 1024 * 1024} = options;
	return makeFault({
		kind: 'gateway-oom',
		options: {...options, memoryBytes},
		checkers: {memoryBytes: number({min: 64 * 1024 * 1024, integer: true})},
		describe: `the gateway is killed by the kernel for memory (${Math.round(memoryBytes / 1024 / 1024)} MiB), and started again at the end`,
		effect: {withinMs: 10_000, goneWithinMs: 5000},
		gateway: {memoryBytes},
		async inject({topology}) {
			const {gateway} = topology;
			const asked = topology.clock.now();
			await gateway.takeMemory();
			const effective = await gateway.waitForPort('closed', asked.atMs, killedWithinMs);
			return armed({
				effective,
				evidence: "the kernel's socket table shows the gateway's port closed",
				async clear() {
					await gateway.container.start();
					const open = await gateway.waitForPort('open', effective.atMs, killedWithinMs);
					return {...open, evidence: "the kernel's socket table shows the gateway's port open again"};
				},
				witness: oomWitness(effective),
			});
		},
	});
}

/** Exit code 137 alone is any SIGKILL, and the `oom` event alone may be of another process. */
function oomWitness(effective: Instant): (collected: Collected) => Witness {
	return ({events}) => {
		const containerEvents = events.filter((event) => event.kind === 'container').filter(({part}) => part === 'gateway');
		const ooms = containerEvents.filter(({action}) => action === 'oom');
		const deaths = containerEvents.filter(
			({action, exitCode, atMs}) => action === 'die' && exitCode === 137 && atMs >= effective.atMs - 1000,
		);
		return {
			count: Math.min(ooms.length, deaths.length),
			unit: 'OOM kills of the gateway',
			evidence: [`engine events \`oom\` of the gateway: ${ooms.length}`, `ends of its container with exit code 137: ${deaths.length}`],
		};
	};
}

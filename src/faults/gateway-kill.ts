// The gateway itself is killed and started again. Its address stays, as on a host whose proxy has died: clients are refused.
import {armed} from './armed.ts';
import type {Fault} from './fault.ts';
import {makeFault} from './make-fault.ts';

/**
 * The gateway is killed.
 * @example gatewayKill()
 */
export function gatewayKill(options: Readonly<Record<string, never>> = {}): Fault {
	return makeFault({
		kind: 'gateway-kill',
		options,
		checkers: {},
		describe: 'SIGKILL of the gateway, started again at the end',
		effect: {withinMs: 1000, goneWithinMs: 5000},
		onForeign: true,
		check: ({gateway: {foreign}}) =>
			foreign?.container === null
				? [{path: 'fault', message: 'gateway-kill acts on a container, and an external gateway has none here'}]
				: [],
		async inject({topology}) {
			const {gateway, runtime} = topology;
			const undo = await runtime.recordUndo({do: 'start', container: gateway.container.id});
			const asked = topology.clock.now();
			await gateway.container.kill('SIGKILL');
			const effective = await gateway.waitForPort('closed', asked.atMs, 5000);
			return armed({
				effective,
				evidence: "the kernel's socket table shows the gateway's port closed",
				async clear() {
					await gateway.container.start();
					const open = await gateway.waitForPort('open', effective.atMs, 20_000);
					await undo.done();
					return {...open, evidence: "the kernel's socket table shows the gateway's port open again"};
				},
				witness: ({events}) => {
					const deaths = events.filter((event) => event.kind === 'container' && event.part === 'gateway' && event.action === 'die');
					return {
						count: deaths.length,
						unit: 'gateway containers that died',
						evidence: deaths.map((event) => `engine event: the gateway died at ${event.atMs.toFixed(1)} ms`),
					};
				},
			});
		},
	});
}

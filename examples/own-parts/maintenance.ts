// A fault of one's own: somebody stops the app, politely, and starts it again when they are done. It acts on the running topology, and says
// when its effect and its end were observed, and by which process's end traffic met it.
import {armed, checks, makeFault, processWitness, targetUpstream} from 'gatequake';
import type {Fault} from 'gatequake';

export interface MaintenanceOptions {
	/** Default `app1`. */
	readonly upstream?: string;
	/** How long the app may take to end what it has begun. Default 1000. */
	readonly graceMs?: number;
}

export function maintenance({upstream = 'app1', graceMs = 1000}: MaintenanceOptions = {}): Fault {
	return makeFault({
		kind: 'maintenance',
		options: {upstream, graceMs},
		checkers: {upstream: checks.string, graceMs: checks.number({min: 1, max: 60_000})},
		describe: `${upstream} is stopped for maintenance`,
		effect: {withinMs: graceMs + 500, goneWithinMs: 5000},
		upstreams: [upstream],
		needsSupervisor: true,
		async inject({topology}) {
			const app = targetUpstream(topology, upstream);
			const asked = await app.stop(graceMs, null);
			await app.waitForEvent('exited', asked.atMs, graceMs + 5000);
			const effective = await app.waitForPort('closed', asked.atMs, 5000);
			return armed({
				effective,
				evidence: `the kernel has no listening socket on the port of ${upstream}`,
				async clear() {
					await app.startApp();
					return {...(await app.waitForPort('open', effective.atMs, 10_000)), evidence: `${upstream} listens again`};
				},
				witness: processWitness(upstream, asked),
			});
		},
	});
}

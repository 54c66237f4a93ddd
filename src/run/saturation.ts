// The closed loop that keeps the gateway busy beside the load: begun and ended where the plan says, and accounted for by itself, for none of
// its requests is a sample.
import type {Saturation} from '../timeline/timeline.ts';
import type {RunPlan} from '../scenario/plan.ts';
import type {StartedTopology} from '../topology/start-topology.ts';

export interface SaturationOfRun {
	/** Before the load is started. */
	beginRun(): Promise<void>;
	enterWindow(window: 'fault' | 'recovery'): Promise<void>;
	/** After the load has ended. Null where it never ran. */
	endRun(): Promise<Saturation | null>;
}

export function saturationOf(plan: RunPlan, {saturator, clock, gateway}: StartedTopology, mostMs: number): SaturationOfRun {
	const during = plan.load.saturation?.during ?? null;
	let fromMs: number | null = null;
	let done: Saturation | null = null;
	const begin = async () => {
		const {path, tls, saturation} = plan.load;
		const connections = saturation?.connections ?? 1;
		await saturator?.start({host: gateway.address, port: plan.gateway.port, path, tls, connections}, mostMs);
		fromMs = clock.now().atMs;
	};

	const end = async () => {
		if (fromMs === null || done !== null || saturator === null) {
			return;
		}

		const result = await saturator.stop();
		done = {fromMs, toMs: clock.now().atMs, ...result};
	};

	return {
		async beginRun() {
			if (during === 'run') {
				await begin();
			}
		},
		async enterWindow(window) {
			if (during === 'fault') {
				await (window === 'fault' ? begin() : end());
			}
		},
		async endRun() {
			await end();
			return done;
		},
	};
}

// What the gateway can carry, where the plan asks for it: measured before the load and after the recovery.
import type {RunPlan} from '../scenario/plan.ts';
import type {Capacity} from '../timeline/timeline.ts';
import type {StartedTopology} from '../topology/start-topology.ts';

export type ProbedCapacity = Awaited<ReturnType<StartedTopology['driver']['capacity']>>;

/** Null where the plan asks for none. */
export async function probeCapacity(plan: RunPlan, {driver, gateway}: StartedTopology): Promise<ProbedCapacity | null> {
	if (plan.capacityProbe === null) {
		return null;
	}

	const {durationMs, connections} = plan.capacityProbe;
	return await driver.capacity({
		host: gateway.address,
		port: plan.gateway.port,
		path: plan.load.path,
		tls: plan.load.tls,
		connections,
		durationMs,
	});
}

export function capacityOf(before: ProbedCapacity | null, after: ProbedCapacity | null): Capacity | null {
	return before === null && after === null
		? null
		: {
				beforePerSecond: before?.requestsPerSecond ?? null,
				afterPerSecond: after?.requestsPerSecond ?? null,
				latencyTrusted: (before?.latencyTrusted ?? true) && (after?.latencyTrusted ?? true),
			};
}

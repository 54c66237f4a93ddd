// The gate before the injection: a fault in a topology that is not healthy would prove nothing. The judge looks again, at all samples.
import type {LiveSample} from '../faults/fault.ts';
import type {RunPlan} from '../scenario/plan.ts';

/** Why nothing may be injected, or null. `recent` are the driver's newest samples, at most 2048. */
export function uncleanBaseline({load, phases}: RunPlan, recent: readonly LiveSample[], fromMs: number): string | null {
	const ended = recent.filter(({dueAtMs}) => dueAtMs >= fromMs);
	const failed = ended.filter((sample) => !sample.good).length;
	const wanted = (load.ratePerSecond * phases.baselineMs) / 1000;
	if (ended.length < Math.min(wanted * 0.9, 1000)) {
		return `unclean baseline: of about ${Math.round(wanted)} requests, only ${ended.length} had ended when the fault was due; nothing was injected`;
	}

	return failed > ended.length * 0.01
		? `unclean baseline: ${failed} of ${ended.length} requests failed before anything was injected; nothing was injected`
		: null;
}

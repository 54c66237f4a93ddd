// The gate before the injection: a fault in a topology that is not healthy would prove nothing. The judge looks again, at all samples.
import type {LiveSample} from '../faults/fault.ts';
import type {RunPlan} from '../scenario/plan.ts';
import {routeOf} from '../upstreams/route.ts';

/** Why nothing may be injected, or null. `recent` are the driver's newest samples, at most 2048. */
export function uncleanBaseline({load, phases, upstreams}: RunPlan, recent: readonly LiveSample[], fromMs: number): string | null {
	const ended = recent.filter(({dueAtMs}) => dueAtMs >= fromMs);
	const failed = ended.filter((sample) => !sample.good).length;
	// What takes long on purpose, slow apps, long answers, and clients that send in eight pieces, may still be under way.
	const onPurposeMs =
		Math.max(0, ...upstreams.map(({serviceMs}) => serviceMs)) + routeOf(load.path).overMs + 7 * (load.slowClients?.pauseMs ?? 0);
	const wanted = (load.ratePerSecond * Math.max(0, phases.baselineMs - onPurposeMs)) / 1000;
	if (ended.length < Math.min(wanted * 0.9, 1000)) {
		return `unclean baseline: of about ${Math.round(wanted)} requests, only ${ended.length} had ended when the fault was due; nothing was injected`;
	}

	return failed > ended.length * 0.01
		? `unclean baseline: ${failed} of ${ended.length} requests failed before anything was injected; nothing was injected`
		: null;
}

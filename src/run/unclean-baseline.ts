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
		? `unclean baseline: ${failed} of ${ended.length} requests failed before anything was injected${answersTo(load.path, ended)}; nothing was injected`
		: null;
}

/** What most of the failed ones got, where all of it is an answer: to a path that the app does not know, say. */
function answersTo(path: string, ended: readonly LiveSample[]): string {
	const statuses = Map.groupBy(
		ended.filter(({good, status}) => !good && status >= 300 && status < 500),
		({status}) => status,
	);
	const [most] = [...statuses].toSorted(([, one], [, other]) => other.length - one.length);
	return most === undefined
		? ''
		: `, most of them with ${most[0]}: is ${path} a path that is answered with 2xx, without a login and with a query behind it (${path}?gq=1)`;
}

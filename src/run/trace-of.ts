// What a terminal shows of a run while it goes on, beside its phase: what ended when, and the time in which the fault was in effect.
import type {LiveSeries} from '../load/driver.ts';
import type {LiveTrace} from '../report/progress.ts';
import type {RunPlan} from '../scenario/plan.ts';
import type {History} from './history.ts';

export function traceOf({fault, phases}: RunPlan, series: LiveSeries | null, history: Pick<History, 'markedMs'>): LiveTrace | null {
	const fromMs = history.markedMs('inject-effective');
	return series === null
		? null
		: {
				...series,
				plannedMs: Object.values(phases).reduce((sum, phaseMs) => sum + phaseMs, 0),
				fault: fault === null || fromMs === null ? null : {describe: fault.describe, fromMs, toMs: history.markedMs('clear-effective')},
			};
}

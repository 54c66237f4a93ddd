// A report whose runs come one at a time, and one in a single piece, made of each other.
import type {Report, ReportHead, RunReport} from './report.ts';

/** Its runs may be asked for as often as they are needed: hundreds need not be in memory at once. */
export interface ReportStream {
	readonly head: ReportHead;
	readonly runs: () => Iterable<RunReport>;
}

export function streamOf({runs, ...head}: Report): ReportStream {
	return {head, runs: () => runs};
}

/** For renderings that take it in one piece. None of them draws charts or shows configs, which are most of a run. */
export function withoutDrawings(report: ReportStream): Report {
	const {head, runs} = report;
	const made = light.get(report) ?? {...head, runs: Array.from(runs(), withoutDrawing)};
	light.set(report, made);
	return made;
}

/** Several renderings ask for it, and of a joined report each run is unpacked for it. */
const light = new WeakMap<ReportStream, Report>();

function withoutDrawing(run: RunReport): RunReport {
	return {
		...run,
		config: {...run.config, text: '', others: []},
		chart: {...run.chart, buckets: 0, outcomes: {}, p50Ms: [], p99Ms: [], maxMs: [], completed: [], upstreams: {}},
		events: [],
	};
}

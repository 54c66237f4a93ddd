// What a comparison keeps of a run: who it was, and one number a metric. A report is read, turned into these and let go, so that
// hundreds of reports fit in memory.
import type {RunReport} from '../report/report.ts';
import type {Verdict} from '../expectations/expectation.ts';
import type {MetricValue} from './comparison.ts';
import {metricNamed, metrics, outcomePrefix} from './metrics.ts';

export interface RunValues {
	readonly id: string;
	readonly scenario: string;
	/** Labels: `nginx` or `nginx@1.29`; `default` or a config's own. */
	readonly gateway: string;
	readonly config: string;
	readonly repeat: number;
	readonly mode: RunReport['mode'];
	readonly verdict: Verdict;
	readonly image: {readonly digest: string; readonly version: string};
	/** The fault and its options as text, and the rate of requests that were due: what must be equal for a fair comparison. */
	readonly fault: string;
	readonly ratePerSecond: number;
	/** By metric; a metric without a value is absent. */
	readonly values: Readonly<Record<string, MetricValue>>;
}

export function toRunValues(run: RunReport): RunValues {
	const {baseline} = run.windows;
	const seconds = (baseline.toMs - baseline.fromMs) / 1000;
	return {
		id: run.id,
		scenario: run.scenario,
		gateway: run.gateway.label,
		config: run.config.label,
		repeat: run.repeat,
		mode: run.mode,
		verdict: run.verdict,
		image: {digest: run.gateway.digest, version: run.gateway.version},
		fault: run.fault === null ? 'none' : `${run.fault.kind} ${JSON.stringify(run.fault.options, sortedKeys)}`,
		ratePerSecond: seconds > 0 ? baseline.intended / seconds : 0,
		values: readValues(run),
	};
}

/** The share of an outcome that a run did not see is zero, and is not kept. */
export function valueOf({values}: RunValues, metric: string): MetricValue | null {
	const found = Object.hasOwn(values, metric) ? values[metric] : undefined;
	if (found !== undefined) return found;
	return metric.startsWith(outcomePrefix) && Object.hasOwn(values, 'errorShare') ? {value: 0, censored: false} : null;
}

function readValues(run: RunReport): Readonly<Record<string, MetricValue>> {
	const outcomes = Object.keys(run.windows.fault?.outcomes ?? {}).flatMap((outcome) => metricNamed(`${outcomePrefix}${outcome}`) ?? []);
	return Object.fromEntries(
		[...metrics, ...outcomes].flatMap((metric) => {
			const value = metric.read(run);
			return value === null ? [] : [[metric.name, value]];
		}),
	);
}

/** A report that was read has its keys in another order than one that has just been made. */
function sortedKeys(_key: string, value: unknown): unknown {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
		? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
		: value;
}

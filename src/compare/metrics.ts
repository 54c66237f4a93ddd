// The table of what is compared: each metric is one number a run, read off its report. To add one: a line here, and one in docs/comparing.md.
import type {Outage} from '../expectations/facts.ts';
import type {RunReport} from '../report/report.ts';
import type {MetricUnit, MetricValue} from './comparison.ts';

export interface Metric {
	readonly name: string;
	/** Words for a table. */
	readonly title: string;
	readonly unit: MetricUnit;
	readonly better: 'lower' | 'higher';
	/** Default of the smallest difference that matters, in the metric's own unit. */
	readonly matters: number;
	/** Null where the run has no such number. */
	read(run: RunReport): MetricValue | null;
}

/** What `compare` asks unless told: few questions, chosen before the data was seen, so that few repeats can answer them. */
export const defaultMetrics: readonly string[] = ['outageMs', 'recoveryMs', 'errorShare', 'faultP99Ms', 'duplicated'];

/** The baseline's control run, where there is one, or else the run's own baseline says how much goodput there was to keep. */
export const goodputKept = 'goodputKept';

/** `errorShare.502`: the share of one outcome. Any outcome's name may stand there. */
export const outcomePrefix = 'errorShare.';

export const metrics: readonly Metric[] = [
	lower('outageMs', 'outage length', 'ms', 100, ({outages}) => outageLength(outages)),
	lower('recoveryMs', 'recovery time', 'ms', 200, ({recovery}) => {
		if (recovery === null) return null;
		return 'notWithinMs' in recovery ? {value: recovery.notWithinMs, censored: true} : exact(recovery.afterClearMs);
	}),
	lower('errorShare', 'error share', 'share', 0.01, ({windows: {fault}}) =>
		ratio(fault === null ? 0 : fault.intended - fault.good, fault?.intended),
	),
	lower('baselineP50Ms', 'p50 in the baseline', 'ms', 5, ({windows}) => exact(windows.baseline.p50Ms)),
	lower('baselineP99Ms', 'p99 in the baseline', 'ms', 20, ({windows}) => exact(windows.baseline.p99Ms)),
	lower('faultP50Ms', 'p50 in the fault window', 'ms', 5, ({windows}) => exact(windows.fault?.p50Ms)),
	lower('faultP99Ms', 'p99 in the fault window', 'ms', 20, ({windows}) => exact(windows.fault?.p99Ms)),
	lower('recoveryP50Ms', 'p50 in the recovery window', 'ms', 5, ({windows}) => exact(windows.recovery?.p50Ms)),
	lower('recoveryP99Ms', 'p99 in the recovery window', 'ms', 20, ({windows}) => exact(windows.recovery?.p99Ms)),
	higher('goodputPerSecond', 'goodput in the fault window', 'perSecond', 2, ({windows}) => exact(windows.fault?.goodputPerSecond)),
	higher(goodputKept, 'goodput kept', 'share', 0.01, ({windows}) =>
		ratio(windows.fault?.goodputPerSecond, windows.baseline.goodputPerSecond),
	),
	higher('capacityKept', 'capacity kept', 'share', 0.05, ({capacity}) => ratio(capacity?.afterPerSecond, capacity?.beforePerSecond)),
	lower('lost', 'POSTs lost', 'count', 0, ({ledger}) => exact(ledger.lost)),
	lower('duplicated', 'POSTs duplicated', 'count', 0, ({ledger}) => exact(ledger.duplicated)),
	lower('committedButFailed', 'POSTs committed but told failed', 'count', 1, ({ledger}) => exact(ledger.committedButFailed)),
	lower('attemptsPerRequest', 'attempts per request', 'ratio', 0.02, ({retries}) => exact(retries.attemptsPerRequest)),
];

/** Of the table, or of one outcome; undefined where the name is neither. */
export function metricNamed(name: string): Metric | undefined {
	const known = metrics.find((metric) => metric.name === name);
	if (known !== undefined || !name.startsWith(outcomePrefix)) return known;
	const outcome = name.slice(outcomePrefix.length);
	// A 2xx is no error.
	if (!/^[13-9]\d\d$|^[a-z][a-z-]+$/.test(outcome)) return undefined;
	return lower(name, `share of ${outcome}`, 'share', 0.01, ({windows: {fault}}) =>
		fault === null ? null : ratio(fault.outcomes[outcome] ?? 0, fault.intended),
	);
}

type Reader = (run: RunReport) => MetricValue | null;

function lower(name: string, title: string, unit: MetricUnit, matters: number, read: Reader): Metric {
	return {name, title, unit, better: 'lower', matters, read};
}

function higher(name: string, title: string, unit: MetricUnit, matters: number, read: Reader): Metric {
	return {name, title, unit, better: 'higher', matters, read};
}

/** All outages together. One that had not ended with the load is longer than what was seen of it. */
function outageLength(outages: readonly Outage[]): MetricValue {
	return {
		value: outages.reduce((sum, {lengthMs}) => sum + lengthMs, 0),
		censored: outages.some(({edges}) => edges.to === null),
	};
}

function exact(value: number | null | undefined): MetricValue | null {
	return value === null || value === undefined ? null : {value, censored: false};
}

function ratio(part: number | null | undefined, whole: number | null | undefined): MetricValue | null {
	return whole === null || whole === undefined || whole === 0 || part === null || part === undefined ? null : exact(part / whole);
}

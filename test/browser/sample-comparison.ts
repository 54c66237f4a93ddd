// A comparison with every kind of answer, for the browser tests.
import {compareSides} from '../../src/compare/compare-sides.ts';
import type {Comparison} from '../../src/compare/comparison.ts';
import {metricNamed} from '../../src/compare/metrics.ts';
import {toSide} from '../../src/compare/side.ts';
import type {Side} from '../../src/compare/side.ts';
import {ComparedRuns} from '../../src/report/compared-runs.ts';
import type {RunReport} from '../../src/report/report.ts';
import {buildReport, chartOf, passingRun} from '../helpers/report-builder.ts';

export function sampleComparison(): Comparison {
	const metrics = ['outageMs', 'recoveryMs', 'errorShare'].flatMap((name) => metricNamed(name) ?? []);
	return compareSides([side('default'), side('tuned')], {metrics, matters: {}, alpha: 0.05, seed: 1});
}

/** The runs that it was made of. */
export function sampleRuns(): ComparedRuns {
	const compared = new ComparedRuns();
	for (const [label, factor] of Object.entries(factors)) {
		for (const run of runsOf(factor)) compared.add(run, `reports/${label}`, label);
	}

	return compared;
}

const factors = {default: 1, tuned: 0.4} as const;

function side(label: keyof typeof factors): Side {
	return toSide(buildReport(runsOf(factors[label])), label, `reports/${label}`);
}

function runsOf(factor: number): readonly RunReport[] {
	return [...runs('upstream-killed', 10, factor), ...runs('slow-response', 3, factor)];
}

function runs(scenario: string, count: number, factor: number): readonly RunReport[] {
	const [outage] = passingRun().outages;
	return Array.from({length: count}, (_, index) => ({
		...passingRun({id: `${scenario}.nginx.default.${index + 1}`, scenario, repeat: index + 1}),
		chart: chartOf(9000, (atMs) => (atMs >= 2000 && atMs < 2000 + 3000 * factor ? {502: 20} : {200: 20})),
		outages: outage === undefined ? [] : [{...outage, lengthMs: 3000 * factor + ((index * 37) % 11) * 20}],
		recovery: index === 4 ? {notWithinMs: 3000} : {atMs: 5000, afterClearMs: (factor < 1 ? 900 : 200) + index * 9, uncertaintyMs: 2},
	}));
}

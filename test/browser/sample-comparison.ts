// A comparison with every kind of answer, for the browser tests.
import {compareSides} from '../../src/compare/compare-sides.ts';
import type {Comparison} from '../../src/compare/comparison.ts';
import {metricNamed} from '../../src/compare/metrics.ts';
import {toSide} from '../../src/compare/side.ts';
import type {Side} from '../../src/compare/side.ts';
import type {RunReport} from '../../src/report/report.ts';
import {buildReport, passingRun} from '../helpers/report-builder.ts';

export function sampleComparison(): Comparison {
	const metrics = ['outageMs', 'recoveryMs', 'errorShare'].flatMap((name) => metricNamed(name) ?? []);
	return compareSides([side('default', 1), side('tuned', 0.4)], {metrics, matters: {}, alpha: 0.05, seed: 1});
}

function side(label: string, factor: number): Side {
	return toSide(buildReport([...runs('upstream-killed', 10, factor), ...runs('slow-response', 3, factor)]), label, `reports/${label}`);
}

function runs(scenario: string, count: number, factor: number): readonly RunReport[] {
	const [outage] = passingRun().outages;
	return Array.from({length: count}, (_, index) => ({
		...passingRun({scenario, repeat: index + 1}),
		outages: outage === undefined ? [] : [{...outage, lengthMs: 3000 * factor + ((index * 37) % 11) * 20}],
		recovery: index === 4 ? {notWithinMs: 3000} : {atMs: 5000, afterClearMs: (factor < 1 ? 900 : 200) + index * 9, uncertaintyMs: 2},
	}));
}

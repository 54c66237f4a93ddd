import test from 'ava';
import {compareSides} from '../../src/compare/compare-sides.ts';
import type {Comparison} from '../../src/compare/comparison.ts';
import {metricNamed} from '../../src/compare/metrics.ts';
import {toSide} from '../../src/compare/side.ts';
import type {RunReport} from '../../src/report/report.ts';
import {renderComparisonHtml} from '../../src/report/comparison-html.ts';
import {ComparedRuns} from '../../src/report/compared-runs.ts';
import {buildReport, passingRun} from '../helpers/report-builder.ts';
import {assertWellFormed} from '../helpers/well-formed.ts';

function comparisonOf(lengthMs: (repeat: number) => number, label = 'tuned'): Comparison {
	const [outage] = passingRun().outages;
	const runs = (of: (repeat: number) => number): readonly RunReport[] =>
		Array.from({length: 10}, (_, index) => ({
			...passingRun({repeat: index + 1, id: `upstream-killed.nginx.default.${index + 1}`}),
			outages: outage === undefined ? [] : [{...outage, lengthMs: of(index + 1)}],
		}));
	return compareSides(
		[toSide(buildReport(runs((repeat) => 3000 + repeat)), 'a', 'base'), toSide(buildReport(runs(lengthMs)), 'b', label)],
		{metrics: [metricNamed('outageMs') ?? []].flat(), matters: {}, alpha: 0.05, seed: 1},
	);
}

test('a shown difference is told in words, with its pairs drawn', (t) => {
	const html = renderComparisonHtml(comparisonOf((repeat) => 1000 + 7 * repeat));
	t.notThrows(() => assertWellFormed(html, ['meta']));
	t.regex(html, /<h1>b against a: 1 better<\/h1>/);
	t.regex(html, /<span class="answer is-better">better<\/span>/);
	t.is(html.match(/class="pair"/g)?.length, 10);
	t.regex(html, /class="interval"/);
});

test('no difference shown is an answer like any other', (t) => {
	const html = renderComparisonHtml(comparisonOf((repeat) => 3000 + ((repeat * 7) % 10)));
	t.regex(html, /<h1>b against a: 1 no difference shown<\/h1>/);
	t.notRegex(html, /class="answer is-(?:better|worse)"/);
});

test('the page runs no script and asks for nothing, whatever the labels say', (t) => {
	const html = renderComparisonHtml(comparisonOf(() => 1, '<script>alert(1)</script>'));
	t.notThrows(() => assertWellFormed(html, ['meta']));
	t.notRegex(html, /<script|<img|\ssrc=/);
	t.notRegex(html, /NaN|undefined/);
});

test('the pair in the middle is laid over one another, and the page carries the runs of both reports', (t) => {
	const runs = new ComparedRuns();
	const comparison = comparisonOf((repeat) => 1000 + 50 * ((repeat * 3) % 11));
	const [, second] = comparison.sides;
	for (const [source, side] of [
		['base', 'a'],
		[second?.source ?? '', 'b'],
	] as const) {
		for (let repeat = 1; repeat <= 10; repeat++)
			runs.add(passingRun({repeat, id: `upstream-killed.nginx.default.${repeat}`}), source, side);
	}

	const html = renderComparisonHtml(comparison, runs);
	const differences = comparison.rows[0]?.pairs.map(({repeat, a, b}) => ({repeat, difference: b.value - a.value})) ?? [];
	const middle = differences.toSorted((x, y) => x.difference - y.difference)[4]?.repeat ?? 0;
	t.true(html.includes(`data-overlay="compare-${middle}-${10 + middle}"`), JSON.stringify(differences));
	t.is(html.match(/id="data-run-\d+"/g)?.length, 20);
	t.is(html.match(/id="data-config-\d+"/g)?.length, 1, 'a config that they share stands once');
});

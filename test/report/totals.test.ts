import test from 'ava';
import type {BaselineChange} from '../../src/compare/compare-baseline.ts';
import type {Verdict} from '../../src/expectations/expectation.ts';
import {totalsOf} from '../../src/report/totals.ts';
import type {Totalled} from '../../src/report/totals.ts';
import {buildBaseline, passingRun} from '../helpers/report-builder.ts';

function totals(verdicts: readonly Verdict[], more: Partial<Totalled> = {}, isUnprovenGreen = false): ReturnType<typeof totalsOf> {
	const runs = verdicts.map((verdict) => passingRun({verdict}));
	return totalsOf({runs, errors: [], interrupted: false, baseline: null, ...more}, isUnprovenGreen);
}

test('verdicts merge as fail over inconclusive over pass, and nothing run is inconclusive', (t) => {
	t.is(totals(['pass', 'inconclusive', 'fail']).verdict, 'fail');
	t.is(totals(['pass', 'inconclusive']).verdict, 'inconclusive');
	t.is(totals(['pass']).verdict, 'pass');
	t.is(totals([]).verdict, 'inconclusive');
});

test('runs are counted by verdict', (t) => {
	t.deepEqual(totals(['pass', 'inconclusive', 'fail', 'pass']).counts, {pass: 2, fail: 1, inconclusive: 1});
});

test('exit codes rank: interrupted, harness error, fail, inconclusive, pass', (t) => {
	t.is(totals(['fail'], {interrupted: true, errors: ['x']}).exitCode, 130);
	t.is(totals(['fail'], {errors: ['x']}).exitCode, 4);
	t.is(totals(['fail', 'inconclusive']).exitCode, 1);
	t.is(totals(['pass', 'inconclusive']).exitCode, 3);
	t.is(totals(['pass']).exitCode, 0);
});

test('an inconclusive run is green only where the user said that it warns', (t) => {
	t.is(totals(['inconclusive'], {}, true).exitCode, 0);
	t.is(totals(['inconclusive', 'fail'], {}, true).exitCode, 1);
	t.is(totals(['inconclusive']).exitCode, 3);
});

test('a passed run whose clean-up failed is not green', (t) => {
	t.is(totals([], {runs: [passingRun({cleanup: {ok: false, left: ['container x']}})]}).exitCode, 4);
});

test('with a baseline only what got worse fails; what proved nothing is still not green', (t) => {
	const change: BaselineChange = {cell: 'a', what: 'verdict', title: 'verdict', unit: null, from: 'pass', to: 'fail', direction: 'worse'};
	t.is(totals(['fail', 'fail'], {baseline: buildBaseline()}).exitCode, 0);
	t.is(totals(['pass'], {baseline: buildBaseline({changed: [change]})}).exitCode, 1);
	t.is(totals(['fail'], {baseline: buildBaseline({changed: [{...change, direction: 'better'}]})}).exitCode, 0);
	t.is(totals(['inconclusive'], {baseline: buildBaseline({changed: [{...change, direction: 'unproven'}]})}).exitCode, 3);
	t.is(totals(['pass'], {baseline: buildBaseline({changed: [change]}), errors: ['x']}).exitCode, 4);
});

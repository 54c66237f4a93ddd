import test from 'ava';
import {suiteExitCode, suiteVerdict} from '../../src/run/run-suite.ts';
import type {SuiteResult} from '../../src/run/run-suite.ts';
import type {Verdict} from '../../src/expectations/expectation.ts';
import {passingRun} from '../helpers/report-builder.ts';

function result(verdicts: readonly Verdict[], more: Partial<SuiteResult> = {}): SuiteResult {
	return {runs: verdicts.map((verdict) => passingRun({verdict})), errors: [], interrupted: false, kept: false, ...more};
}

const fail = {kind: 'fail'} as const;

test('verdicts merge as fail over inconclusive over pass, and nothing run is inconclusive', (t) => {
	t.is(suiteVerdict(result(['pass', 'inconclusive', 'fail']).runs), 'fail');
	t.is(suiteVerdict(result(['pass', 'inconclusive']).runs), 'inconclusive');
	t.is(suiteVerdict(result(['pass']).runs), 'pass');
	t.is(suiteVerdict([]), 'inconclusive');
});

test('exit codes rank: interrupted, harness error, fail, inconclusive, pass', (t) => {
	t.is(suiteExitCode(result(['fail'], {interrupted: true, errors: ['x']}), fail), 130);
	t.is(suiteExitCode(result(['fail'], {errors: ['x']}), fail), 4);
	t.is(suiteExitCode(result(['fail', 'inconclusive']), fail), 1);
	t.is(suiteExitCode(result(['pass', 'inconclusive']), fail), 3);
	t.is(suiteExitCode(result(['pass']), fail), 0);
});

test('an inconclusive run is green only where the user said that it warns', (t) => {
	t.is(suiteExitCode(result(['inconclusive']), {kind: 'warn'}), 0);
	t.is(suiteExitCode(result(['inconclusive']), {kind: 'retry', times: 2}), 3);
});

test('a passed run whose clean-up failed is not green', (t) => {
	const runs = [passingRun({verdict: 'pass', cleanup: {ok: false, left: ['container x']}})];
	t.is(suiteExitCode({runs, errors: [], interrupted: false, kept: false}, fail), 4);
});

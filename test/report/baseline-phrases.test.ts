// What changed since the baseline, in every rendering that a person or a CI system reads.
import test from 'ava';
import type {BaselineChange} from '../../src/compare/compare-baseline.ts';
import {baselineCounts, baselineLines} from '../../src/report/baseline-phrases.ts';
import {renderConsole} from '../../src/report/console.ts';
import {renderGithub} from '../../src/report/github.ts';
import {renderJunit} from '../../src/report/junit.ts';
import {renderMarkdown} from '../../src/report/markdown.ts';
import {buildBaseline, buildReport, failingRun, passingRun} from '../helpers/report-builder.ts';
import {assertWellFormed} from '../helpers/well-formed.ts';

const worse: BaselineChange = {
	cell: 'upstream-killed.nginx.default',
	what: 'outageMs',
	title: 'outage length',
	unit: 'ms',
	from: {value: 1200, censored: false},
	to: {value: 3400, censored: true},
	direction: 'worse',
};
const better: BaselineChange = {cell: 'x', what: 'verdict', title: 'verdict', unit: null, from: 'fail', to: 'pass', direction: 'better'};
const changes = {
	new: ['brand-new.nginx.default'],
	gone: ['old.nginx.default'],
	changed: [better, worse],
	warnings: ['hosts (cpus) differ: a 2, b 8'],
};
const baseline = buildBaseline(changes);
// One run got worse though it passes; the other fails as it did before.
const report = buildReport([passingRun(), failingRun()], {baseline, exitCode: 1});
const asBefore = buildReport([passingRun(), failingRun()], {baseline: buildBaseline({same: 2}), exitCode: 0});
const plain = {colour: false, unicode: true, width: 0};

test('what got worse is told first, with its limit', (t) => {
	t.deepEqual(baselineLines(baseline), [
		'worse: upstream-killed.nginx.default: outage length 1.200 s → > 3.400 s (limit 250 ms)',
		'better: x: verdict fail → pass',
		'new: brand-new.nginx.default',
		'gone: old.nginx.default',
		'beware: hosts (cpus) differ: a 2, b 8',
	]);
	t.is(baselineCounts(baseline), '1 worse, 1 better, 1 new, 1 gone, 1 as before');
});

test('JUnit: what got worse is a failure though it passes, what fails as before is skipped', (t) => {
	const xml = renderJunit(report);
	assertWellFormed(xml);
	t.regex(xml, /^<testsuites name="gatequake" tests="2" failures="1" errors="0" skipped="1"/m);
	t.regex(xml, /<failure message="worse: upstream-killed\.nginx\.default: outage length[^"]*" type="worse">/);
	t.regex(xml, /<skipped message="errors: 504 was expected, and 502 came\."/);
	t.regex(xml, /<property name="baseline" value="new: brand-new\.nginx\.default"\/>/);
});

test('Markdown: the first line is about what got worse, and the changes are listed', (t) => {
	const text = renderMarkdown(report);
	t.regex(text, /^## ❌/);
	t.regex(
		text,
		/\*\*Since the baseline\*\* .*: 1 worse, 1 better, 1 new, 1 gone, 1 as before\n\n- worse: .*\n- better: .*\n- new: .*\n- gone: .*\n- beware: /,
	);
	t.regex(renderMarkdown(asBefore), /^## ✅ Gatequake: 1 passed, 1 failed/);
});

test('console: the changes stand before the counts, and the exit code is told as what it means', (t) => {
	t.regex(
		renderConsole(report, plain),
		/\nsince the baseline reports\/main\/report\.json: 1 worse[^\n]*\n {2}worse: [^]*exit code 1: something got worse than the baseline/,
	);
	t.regex(renderConsole(asBefore, plain), /exit code 0: nothing got worse than the baseline/);
});

test('annotations: an error for what got worse, a warning for what fails as before, notices for the rest', (t) => {
	const lines = renderGithub(report).split('\n');
	t.regex(
		lines[0] ?? '',
		/^::error file=scenarios\/upstream-killed\.ts,title=.*: pass::|^::error file=scenarios\/upstream-killed\.ts,title=.*%3A pass::worse: /,
	);
	t.regex(lines[1] ?? '', /^::warning file=scenarios\/slow-response\.ts,/);
	t.is(lines.filter((line) => line.startsWith('::notice title=gatequake%3A since the baseline::')).length, 5);
});

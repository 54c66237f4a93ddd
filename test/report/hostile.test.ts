// Whatever a log line, a title or a config holds, it is shown as text: no tag, no escape, no table cell, no command comes out of it.
import test from 'ava';
import {compareSides} from '../../src/compare/compare-sides.ts';
import {metricNamed} from '../../src/compare/metrics.ts';
import {toSide} from '../../src/compare/side.ts';
import {ComparedRuns} from '../../src/report/compared-runs.ts';
import {comparers} from '../../src/report/comparers.ts';
import {renderConsole} from '../../src/report/console.ts';
import {parseReport} from '../../src/report/parse-report.ts';
import {reporters} from '../../src/report/reporters.ts';
import {streamOf} from '../../src/report/report-stream.ts';
import type {Reporter} from '../../src/report/reporters.ts';
import type {Report} from '../../src/report/report.ts';
import {hostileRun, hostileText} from '../helpers/hostile-text.ts';
import {buildBaseline, buildReport} from '../helpers/report-builder.ts';
import {assertWellFormed} from '../helpers/well-formed.ts';

const rounds = 60;
const plain = {colour: false, unicode: true, width: 0};
const table: Readonly<Record<string, Reporter>> = reporters;

function hostileReport(seed: number): Report {
	const text = (index: number) => hostileText(seed * 1000 + index);
	const run = hostileRun(seed);
	const change = {
		cell: run.id.slice(0, -2),
		what: text(1),
		title: text(2),
		unit: null,
		from: 'pass',
		to: 'fail',
		direction: 'worse',
	} as const;
	return buildReport([run, {...hostileRun(seed + 1), file: run.file, scenario: run.scenario}], {
		errors: [text(3)],
		command: text(4),
		tool: {name: 'gatequake', version: text(5)},
		skipped: [{scenario: text(6), gateway: text(7), because: text(8)}],
		baseline:
			seed % 2 === 0 ? null : buildBaseline({source: text(9), warnings: [text(10)], new: [text(11)], gone: [text(12)], changed: [change]}),
	});
}

function rendered(name: string, seed: number): string {
	return textOf(name, hostileReport(seed));
}

function textOf(name: string, report: Report): string {
	return name === 'console' ? renderConsole(report, plain) : [...(table[name]?.output?.render(streamOf(report)) ?? [])].join('');
}

/** Control characters but for line feed and tab, halves of surrogates, line separators, and what turns the order of text round. */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for.
const unprintable = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]/;

const checks: Readonly<Record<string, (text: string) => readonly string[]>> = {
	console: (text) => [...linesThat(text, isWorkflowCommand), ...(unprintable.test(text) ? ['an unprintable character'] : [])],
	json(text) {
		// Escaped as JSON: the document is read back whole.
		parseReport(text);
		return [];
	},
	junit(text) {
		assertWellFormed(text);
		return unprintable.test(text) ? ['an unprintable character'] : [];
	},
	markdown: (text) => [...markdownProblems(text), ...(unprintable.test(text) ? ['an unprintable character'] : [])],
	github: (text) => [
		...linesThat(text.trimEnd(), (line) => !/^::(?:error|warning|notice) (?:[a-z]+=[^,:\n]*,?)+::/.test(line)),
		...(unprintable.test(text) ? ['an unprintable character'] : []),
	],
	// The page keeps data and markup apart by itself, and has tests of its own: html.test.ts.
	html: (text) => (text.includes('<img src=x') || text.includes('<script>alert') ? ['markup from a log'] : []),
};

test('every reporter of the table is checked', (t) => {
	t.deepEqual(Object.keys(checks).toSorted(), Object.keys(reporters).toSorted());
});

for (const [name, check] of Object.entries(checks)) {
	test(`${name} shows hostile content as text`, (t) => {
		for (let seed = 1; seed <= rounds; seed++) {
			t.deepEqual(check(rendered(name, seed)), [], `seed ${seed}`);
		}
	});

	test(`${name} takes a line of a megabyte`, (t) => {
		const long = `${'x'.repeat(1_000_000)}<b>\u001B[1m`;
		const report = buildReport([{...hostileRun(3), title: long, reasons: [long], repro: long}], {errors: [long]});
		const text = textOf(name, report);
		t.deepEqual(check(text), []);
		t.true(text.length > 0);
	});
}

test('a narrow terminal cannot be made to begin a line with a command', (t) => {
	for (let seed = 1; seed <= rounds; seed++) {
		t.deepEqual(linesThat(renderConsole(hostileReport(seed), {...plain, width: 40}), isWorkflowCommand), [], `seed ${seed}`);
	}
});

for (const [name, comparer] of Object.entries(comparers)) {
	test(`${name} of a comparison shows hostile content as text`, (t) => {
		const metrics = [metricNamed('outageMs') ?? []].flat();
		for (let seed = 1; seed <= rounds; seed++) {
			const report = {...hostileReport(seed), runs: [{...hostileRun(seed), verdict: 'pass' as const}]};
			const [a, b] = [
				toSide(report, hostileText(seed), hostileText(seed + 1)),
				toSide(report, hostileText(seed + 2), hostileText(seed + 3)),
			];
			const comparison = compareSides([a, {...b, toolVersion: hostileText(seed + 4)}], {
				metrics,
				matters: {},
				alpha: 0.05,
				seed: 1,
				resamples: 10,
			});
			const drawn = new ComparedRuns();
			for (const run of report.runs) drawn.add(run, a.source, a.label);
			const text = comparer.render(comparison, plain, drawn);
			t.deepEqual(checks[name]?.(name === 'json' ? reportLike(text) : text), [], `seed ${seed}`);
		}
	});
}

/** A comparison is no report: that it is JSON is all that is asked. */
function reportLike(text: string): string {
	JSON.parse(text);
	const report = buildReport([]);
	return JSON.stringify(report);
}

/** The runner of GitHub Actions takes `::name::` at the start of a line, spaces before it aside, and `##[name]` anywhere in it. */
function isWorkflowCommand(line: string): boolean {
	return /^\s*::/.test(line) || line.includes('##[');
}

function linesThat(text: string, isBad: (line: string) => boolean): readonly string[] {
	return text.split('\n').filter(isBad);
}

/** Outside of code, every sign that means something is escaped; within, the fence is longer than any in the text. */
function markdownProblems(text: string): readonly string[] {
	const withoutCode = text.replaceAll(/^(`{3,})sh\n[^\n]*\n\1$/gm, '').replaceAll(/<\/?sub>/g, '');
	const bare = withoutCode.replaceAll(/\\./g, '');
	const rows = withoutCode.split('\n').filter((line) => line.startsWith('|'));
	const widths = new Set(rows.map((row) => row.replaceAll(/\\./g, '').split('|').length));
	return [
		...(/<|>/.test(bare) ? ['a bare angle bracket'] : []),
		...(/`/.test(bare) ? ['a bare backtick'] : []),
		...(/\]\(|!\[/.test(bare) ? ['a link'] : []),
		...(/@(?!\u200B)/.test(bare) ? ['a mention'] : []),
		...(/:\/\/|\bwww\./.test(bare) ? ['an address'] : []),
		...(widths.size > 2 ? [`rows of ${[...widths].join(' and ')} cells`] : []),
		...withoutCode.split('\n').filter((line) => line.startsWith('#') && !/^#{2,3} (?:[✅❌❔⚠]|)/u.test(line)),
	];
}

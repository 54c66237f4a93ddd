import test from 'ava';
import {isReporterName, reporters} from '../../src/report/reporters.ts';
import type {Reporter} from '../../src/report/reporters.ts';
import {streamOf} from '../../src/report/report-stream.ts';
import {buildReport, chartOf, failingRun, inconclusiveRun, passingRun} from '../helpers/report-builder.ts';

const table: readonly (readonly [string, Reporter])[] = Object.entries(reporters);

test('the six reporters are there by name, and no inherited name counts', (t) => {
	t.deepEqual(Object.keys(reporters), ['console', 'json', 'html', 'junit', 'markdown', 'github']);
	t.true(isReporterName('html'));
	t.false(isReporterName('toString'));
});

test('console writes no file', (t) => {
	t.is(reporters.console.output, null);
});

test('each has a summary, and no two write the same file', (t) => {
	t.true(table.every(([, {summary}]) => summary.length > 10));
	const names = table.flatMap(([, {output}]) => (output === null ? [] : [output.fileName]));
	t.is(new Set(names).size, names.length);
});

for (const [name, {output}] of table) {
	if (output !== null) {
		test(`${name} renders any report, the same each time, ending in a line end`, (t) => {
			for (const runs of [
				[],
				[passingRun()],
				[passingRun(), failingRun(), inconclusiveRun()],
				[passingRun({chart: chartOf(0, () => ({})), generator: null, fault: null})],
			]) {
				const report = buildReport(runs);
				const text = [...output.render(streamOf(report))].join('');
				t.is([...output.render(streamOf(report))].join(''), text);
				t.true(text.endsWith('\n'));
				// The page's script speaks of them.
				t.false(/undefined|NaN|\[object/.test(text.replaceAll(/<script>[^]*?<\/script>/g, '')));
			}
		});
	}
}

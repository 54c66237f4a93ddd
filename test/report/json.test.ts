import test from 'ava';
import {jsonPieces, renderJson} from '../../src/report/json.ts';
import {parseReport} from '../../src/report/parse-report.ts';
import {buildReport, failingRun, inconclusiveRun, passingRun} from '../helpers/report-builder.ts';

const report = buildReport([passingRun(), failingRun(), inconclusiveRun()]);

test('what is written is read back as the same report', (t) => {
	t.deepEqual(parseReport(renderJson(report)), report);
	t.deepEqual(parseReport(renderJson(buildReport([]))), buildReport([]));
});

test('the same report gives the same bytes, whatever the order its keys were made in', (t) => {
	const shuffled = {
		...Object.fromEntries(Object.entries(report).toReversed()),
		runs: report.runs.map((run) => Object.fromEntries(Object.entries(run).toReversed())),
	};
	t.is(renderJson(parseReport(JSON.stringify(shuffled))), renderJson(report));
});

test('schemaVersion is the first key, integrity the last', (t) => {
	t.regex(renderJson(report), /^\{\n\t"schemaVersion": 1,/);
	t.regex(renderJson(report), /\n\t\],\n\t"integrity": "sha256-[\da-f]{64}"\n\}\n$/);
});

test('runs keep their order', (t) => {
	const ids = parseReport(renderJson(report)).runs.map(({id}) => id);
	t.deepEqual(
		ids,
		report.runs.map(({id}) => id),
	);
});

test('the columns of a chart stand on one line each', (t) => {
	t.regex(renderJson(report), /\n\t{4}"completed": \[\d+(,\d+)*\],\n/);
});

test('it is indented as JSON.stringify would, and written a run at a time', (t) => {
	const {runs, ...head} = report;
	const pieces = [...jsonPieces(head, runs)];
	t.is(pieces.length, runs.length + 2);
	const text = pieces.join('');
	t.is(
		JSON.stringify(JSON.parse(text), null, '\t')
			.split('\n')
			.filter((line) => line.includes('"verdict"'))
			.join('\n'),
		text
			.split('\n')
			.filter((line) => line.includes('"verdict"'))
			.join('\n'),
	);
});

import test from 'ava';
import {ReportSplitter} from '../../src/report/split-report.ts';
import {renderJson} from '../../src/report/json.ts';
import {buildReport, failingRun, passingRun} from '../helpers/report-builder.ts';

function split(
	text: string,
	pieceLength = text.length,
): {readonly runs: readonly string[]; readonly head: string; readonly isWhole: boolean} {
	const splitter = new ReportSplitter();
	const runs: string[] = [];
	for (let at = 0; at < text.length; at += pieceLength) runs.push(...splitter.push(text.slice(at, at + pieceLength)));
	return {runs, ...splitter.end()};
}

const report = buildReport([passingRun({title: 'a "title" with ], [ and \\ in it'}), failingRun()], {errors: ['"runs": [1, 2]', '\\']});

test('the runs come one by one, and the rest is the document with none, however the text was cut into pieces', (t) => {
	const text = renderJson(report);
	const {runs: _, ...head} = report;
	for (const length of [1, 2, 3, 7, 100, text.length]) {
		const {runs, head: rest, isWhole} = split(text, length);
		t.deepEqual(
			runs.map((run) => JSON.parse(run)),
			report.runs,
		);
		const {integrity, ...document}: Readonly<Record<string, unknown>> = JSON.parse(rest);
		t.is(typeof integrity, 'string');
		t.deepEqual(document, {...head, runs: []});
		t.true(isWhole);
	}
});

test('only the list of that name of the document itself is taken apart', (t) => {
	t.deepEqual(split('{"plan":{"runs":["a"]},"x\\"runs":[1],"other":[2],"runs" : [{"runs":[3]},4]}'), {
		runs: ['{"runs":[3]}', '4'],
		head: '{"plan":{"runs":["a"]},"x\\"runs":[1],"other":[2],"runs" : []}',
		isWhole: true,
	});
	t.deepEqual(split('[["runs"]]').runs, []);
});

test('an empty list has no runs, and a comma without one gives a text that is no JSON', (t) => {
	t.deepEqual(split('{"runs":[ ]}').runs, []);
	t.deepEqual(split('{"runs":[1,]}').runs, ['1', '']);
	t.deepEqual(split('{"runs":[,1]}').runs, ['', '1']);
});

test('a text that was cut anywhere is not whole', (t) => {
	const text = renderJson(report).trimEnd();
	for (let length = 1; length < text.length; length += 97) t.false(split(text.slice(0, length)).isWhole, String(length));
});

import test from 'ava';
import {GatequakeError} from '../../src/error.ts';
import {parseReport, renderJson} from '../../src/report/json.ts';
import {buildReport, failingRun, inconclusiveRun, passingRun} from '../helpers/report-builder.ts';

const report = buildReport([passingRun(), failingRun(), inconclusiveRun()]);

test('what is written is read back as the same report', (t) => {
	t.deepEqual(parseReport(renderJson(report)), report);
});

test('the same report gives the same bytes, whatever the order its keys were made in', (t) => {
	const shuffled = {
		...Object.fromEntries(Object.entries(report).toReversed()),
		runs: report.runs.map((run) => Object.fromEntries(Object.entries(run).toReversed())),
	};
	t.is(renderJson(parseReport(JSON.stringify(shuffled))), renderJson(report));
});

test('schemaVersion is the first key', (t) => {
	t.regex(renderJson(report), /^\{\n\t"schemaVersion": 1,/);
});

test('runs keep their order', (t) => {
	const ids = parseReport(renderJson(report)).runs.map(({id}) => id);
	t.deepEqual(
		ids,
		report.runs.map(({id}) => id),
	);
});

const refused = test.macro((t, text: string, code: string, message: RegExp) => {
	const error = t.throws(() => parseReport(text, 'old/report.json'), {instanceOf: GatequakeError});
	t.is(error.code, code);
	t.is(error.exitCode, 2);
	t.regex(error.message, message);
	t.true((error.hint ?? '').length > 0);
});

test('text that is not JSON is refused by name', refused, '<html>', 'NOT_A_REPORT', /old\/report\.json is not JSON/);
test('JSON of another kind is refused', refused, '[1]', 'NOT_A_REPORT', /no schemaVersion/);
test('null is refused', refused, 'null', 'NOT_A_REPORT', /no schemaVersion/);
test(
	'another schemaVersion is refused, and both versions are named',
	refused,
	'{"schemaVersion":2}',
	'REPORT_VERSION',
	/schemaVersion 1, .* has schemaVersion 2/,
);
test(
	'missing parts are all named at once',
	refused,
	'{"schemaVersion":1,"runs":[{"id":"a"}]}',
	'NOT_A_REPORT',
	/lacks tool, startedAt, .*runs\[0\]\.scenario/,
);
test(
	'a run that is no object is refused',
	refused,
	renderJson(report).replace(/"runs": \[/, '"runs": [3,'),
	'NOT_A_REPORT',
	/lacks runs\[0\]$/,
);

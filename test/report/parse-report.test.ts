import test from 'ava';
import {GatequakeError} from '../../src/error.ts';
import {renderJson} from '../../src/report/json.ts';
import {parseReport} from '../../src/report/parse-report.ts';
import {buildReport, failingRun, inconclusiveRun, passingRun} from '../helpers/report-builder.ts';

const report = buildReport([passingRun(), failingRun(), inconclusiveRun()]);
const text = renderJson(report);

const refused = test.macro((t, written: string, code: string, message: RegExp) => {
	const error = t.throws(() => parseReport(written, 'old/report.json'), {instanceOf: GatequakeError});
	t.is(error.code, code);
	t.is(error.exitCode, 2);
	t.regex(error.message, message);
	t.true((error.hint ?? '').length > 0);
});

test('text that is not JSON is refused by name', refused, '<html>', 'NOT_A_REPORT', /old\/report\.json is not one: it is not JSON/);
test('an empty file is refused', refused, '', 'NOT_A_REPORT', /it is not JSON/);
test('a text that was cut short is refused, and said to be', refused, text.slice(0, 5000), 'NOT_A_REPORT', /the text is cut short/);
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
	'missing parts are named at once, place by place',
	refused,
	'{"schemaVersion":1,"tool":{},"runs":[]}',
	'NOT_A_REPORT',
	/it lacks .*\bhost\b.*; tool lacks name, version/,
);
test(
	'what a run lacks is named with its place',
	refused,
	text.replace('\n\t"runs": [', '\n\t"runs": [{"id":"a"},'),
	'NOT_A_REPORT',
	/runs\[0\] lacks .*\bscenario\b/,
);
test(
	'a run that is no JSON is refused by its place',
	refused,
	text.replace('\n\t"runs": [', '\n\t"runs": [{"id" 3},'),
	'NOT_A_REPORT',
	/runs\[0\] is not JSON/,
);
test(
	'an empty place in the list is refused',
	refused,
	text.replace('\n\t"runs": [', '\n\t"runs": [,'),
	'NOT_A_REPORT',
	/runs\[0\] is not JSON/,
);
test(
	'what is wrong deep within is named by its path',
	refused,
	text.replace('"verdict": "fail",\n\t\t\t"reasons"', '"verdict": "great",\n\t\t\t"reasons"'),
	'NOT_A_REPORT',
	/runs\[1\]\.verdict must be equal to one of the allowed values/,
);
test(
	'a run that is no object is refused',
	refused,
	text.replace(/"runs": \[\n\t\t\{/, '"runs": [3,{'),
	'NOT_A_REPORT',
	/runs\[0\] must be object/,
);
test(
	'a number that was changed after the report was written is noticed',
	refused,
	text.replace('"duplicated": 3', '"duplicated": 0'),
	'REPORT_CHANGED',
	/changed since/,
);
test(
	'a run that was taken out is noticed',
	refused,
	JSON.stringify({...JSON.parse(text), runs: JSON.parse(text).runs.slice(1)}),
	'REPORT_CHANGED',
	/changed since/,
);

test('spaces and the order of keys are no change', (t) => {
	const value: Readonly<Record<string, unknown>> = JSON.parse(text);
	t.deepEqual(parseReport(JSON.stringify(Object.fromEntries(Object.entries(value).toReversed()), null, 7)), report);
});

test('a document without integrity is read, and keys that are not known are kept', (t) => {
	const {integrity: _, ...rest}: Readonly<Record<string, unknown>> = JSON.parse(text);
	t.like(parseReport(JSON.stringify({...rest, added: 'later'})), {added: 'later'});
});

test('a message about a hostile document carries none of its control characters', (t) => {
	const error = t.throws(() => parseReport(text.replace('"502": 428', String.raw`"\u001b[31m": "x"`), 'r'));
	t.notRegex(error.message, /\p{Cc}/u);
	t.true(error.message.includes(String.raw`\x1b[31m`));
});

test('a run whose load came from several machines is read as it was written', (t) => {
	const run = passingRun();
	const {generator} = run;
	if (generator === null) throw new Error('expected a generator');
	const clock = {offsetMs: 7_000_000.25, driftPpm: -3.5, uncertaintyMs: 0.8, readings: 14};
	const machine = {intended: 600, sent: 600, latePercent: 0.1, lateP99Ms: 1.4, verdict: 'valid', startedApartMs: 0.02, clock} as const;
	const machines = [
		{...machine, name: 'loadgen', engine: null},
		{...machine, name: 'loadgen2', engine: 'tcp://10.0.0.7:2376'},
	];
	const written = buildReport([{...run, generator: {...generator, machines}}]);
	t.deepEqual(parseReport(renderJson(written)), written);
});

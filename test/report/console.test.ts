import test from 'ava';
import {renderConsole, renderRun, renderSummary} from '../../src/report/console.ts';
import {buildReport, failingRun, inconclusiveRun, passingRun} from '../helpers/report-builder.ts';

const plain = {colour: false, unicode: true, width: 0};
const escape = String.fromCodePoint(27);

test('a run that passed is one line with what clients saw, the outage with its uncertainty, and the recovery', (t) => {
	const text = renderRun(passingRun(), plain);
	t.is(text.trimEnd().split('\n').length, 1);
	t.regex(text, /^✔ upstream-killed · nginx · default {2}100 % 502 · outage 3\.023 s ± 2\.5 ms · recovered after 3\.4 ms ± 2\.5 ms$/m);
});

test('the ledger is on the line only when something in it is not zero', (t) => {
	t.notRegex(renderRun(passingRun(), plain), /POSTs/);
	t.regex(renderRun(failingRun(), plain), /POSTs: 3 duplicated, 17 committed but told failed/);
});

test('a failed run shows what was expected, what came, some evidence, the reasons, the first diagnosis and the line that repeats it', (t) => {
	const run = failingRun();
	const text = renderRun(run, plain);
	for (const part of [
		'expected    504 from the gateway',
		'came        502 from the gateway for 71.3 %',
		'│ request 401 due 2010.0 ms: 502 after 1002 ms',
		'… 2 more in the report',
		'because     recovery: not seen within 4 s.',
		'diagnosis   connection_terminated (likely)',
		run.repro,
	]) {
		t.true(text.includes(part), part);
	}
});

test('expectations that passed are not listed under a failed run', (t) => {
	t.notRegex(renderRun(failingRun(), plain), /ledger\n/);
});

test('the likeliest diagnosis is printed whole, and the next ones by name', (t) => {
	const [first, second] = failingRun().diagnosis;
	const entries = [first, second, second, second]
		.flatMap((entry) => entry ?? [])
		.map((entry, index) => (index === 0 ? {...entry, against: ['a firewall looks alike']} : entry));
	const text = renderRun(failingRun({diagnosis: entries}), plain);
	t.regex(text, /diagnosis +connection_terminated \(likely\)\n +against it +a firewall looks alike\n +advice /);
	t.is(text.match(/or else +worker pool exhausted \(possible\)/g)?.length, 2);
	t.notRegex(text, /Count busy workers/);
});

const entry = (name: string, answer: 'yes' | 'no' | 'unknown') => ({
	name,
	question: `Is ${name} well?`,
	answer,
	evidence: ['a line', 'more'],
});

test('the checklist of a failed run tells each no with its evidence, and the rest by name', (t) => {
	const text = renderRun(
		failingRun({checklist: [entry('memory', 'no'), entry('log', 'yes'), entry('port', 'yes'), entry('app', 'unknown')]}),
		plain,
	);
	t.regex(text, /checked +Is memory well\? No: a line\n/);
	t.regex(text, /\n +yes: log, port\n +unknown: app\n/);
});

test('a run that never recovered says within what', (t) => {
	t.regex(renderRun(failingRun(), plain), /not recovered within 3\.990 s/);
});

test('an inconclusive run says why, what was left behind and how often it was repeated', (t) => {
	const text = renderRun(inconclusiveRun(), plain);
	t.regex(text, /^\? reset-before-headers/);
	t.regex(text, /because {5}The fault met no traffic/);
	t.regex(text, /left behind .*container gq-4c1-app1/);
	t.regex(text, /unproven {4}errors: the fault met nothing/);
	t.regex(text, /repeated 2 ×/);
	t.regex(text, /in the baseline 100 % 200/);
});

test('a run that passed and left something behind says so', (t) => {
	const text = renderRun(passingRun({cleanup: {ok: false, left: ['network gq-1']}}), plain);
	t.regex(text, /^! upstream-killed/);
	t.regex(text, /left behind .*network gq-1/);
});

test('a run without its fault tells which sensitive expectations failed to fail', (t) => {
	const sensitivity = [
		{name: 'errors', failed: true},
		{name: 'outage', failed: false},
	];
	const text = renderRun(passingRun({mode: 'withheld', sensitivity}), plain);
	t.regex(text, /fault withheld/);
	t.regex(text, /errors failed without the fault, as it must/);
	t.regex(text, /outage did NOT fail/);
});

test('a log line cannot send escapes to the terminal', (t) => {
	const text = renderRun(failingRun(), plain);
	t.false(text.includes(escape));
	t.true(text.includes(String.raw`\x1b[31mred`));
});

test('without colour there is no escape at all, with colour there are', (t) => {
	const report = buildReport([passingRun(), failingRun()]);
	t.false(renderConsole(report, plain).includes(escape));
	t.true(renderConsole(report, {...plain, colour: true}).includes(`${escape}[31m✘${escape}[39m`));
});

test('a terminal without unicode gets nothing but ASCII', (t) => {
	const text = renderConsole(buildReport([passingRun(), failingRun({diagnosis: []}), inconclusiveRun()]), {...plain, unicode: false});
	t.regex(text, /^PASS upstream-killed - nginx - default/m);
	t.regex(text, /^FAIL slow-response/m);
	t.regex(text, /^VOID reset-before-headers/m);
	// eslint-disable-next-line no-control-regex -- control characters are what is looked for.
	t.regex(text, /^[\u0000-\u007F]*$/);
});

test('lines fit the terminal, but for evidence and the line to copy', (t) => {
	const text = renderConsole(buildReport([passingRun(), failingRun(), inconclusiveRun()]), {...plain, width: 80});
	const long = text.split('\n').filter((line) => line.length > 80 && !line.includes('│') && !line.includes('npx gatequake'));
	t.deepEqual(long, []);
});

test('the columns of several runs line up on a wide terminal', (t) => {
	const text = renderConsole(buildReport([passingRun(), passingRun({scenario: 'steady'})]), {...plain, width: 200});
	const [first, second] = text.split('\n');
	t.is(first?.indexOf('100 % 502'), second?.indexOf('100 % 502'));
});

test('the summary gives counts, duration and what the exit code means', (t) => {
	const report = buildReport([passingRun(), failingRun(), inconclusiveRun()]);
	t.is(renderSummary(report, plain).trim(), '1 passed, 1 failed, 1 inconclusive in 37.2 s · exit code 1: an expectation failed');
});

test('an interrupted report says so', (t) => {
	const report = buildReport([passingRun()], {interrupted: true, exitCode: 130});
	t.regex(renderSummary(report, plain), /1 passed, interrupted in .*exit code 130: interrupted/);
});

test('a report without runs says that there were none', (t) => {
	t.regex(renderConsole(buildReport([]), plain), /no runs/);
});

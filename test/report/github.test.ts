import test from 'ava';
import {renderGithub} from '../../src/report/github.ts';
import {buildReport, failingRun, inconclusiveRun, passingRun} from '../helpers/report-builder.ts';

const lines = (...given: Parameters<typeof buildReport>) =>
	renderGithub(buildReport(...given))
		.trimEnd()
		.split('\n');

test('a run that failed is an error at its scenario file, with its reasons and the line that repeats it', (t) => {
	const [first = ''] = lines([failingRun()]);
	t.regex(
		first,
		/^::error file=scenarios\/slow-response\.ts,title=slow-response · nginx · short-timeouts%3A fail::errors: 504 was expected, and 502 came\.%0Arecovery: not seen within 4 s\.%0Arepeat: npx gatequake run /,
	);
});

test('a run that passed has none, and there is always a closing line', (t) => {
	t.deepEqual(lines([passingRun()]), ['::notice title=gatequake::1 passed; exit code 0: every run passed']);
});

test('an inconclusive run is a warning where the exit code says that it only warns', (t) => {
	const clean = {cleanup: {ok: true, left: []}};
	t.regex(lines([inconclusiveRun(clean)])[0] ?? '', /^::error /);
	t.regex(lines([inconclusiveRun(clean)], {exitCode: 0})[0] ?? '', /^::warning /);
	t.regex(lines([inconclusiveRun()], {exitCode: 0})[0] ?? '', /^::error .*the cleanup failed; left: container/);
});

test('errors of the harness are annotated, and a long list is cut with a word', (t) => {
	t.is(lines([], {errors: ['left behind: network x']})[0], '::error title=gatequake::left behind: network x');
	const many = lines(Array.from({length: 60}, () => failingRun()));
	t.is(many.length, 52);
	t.is(many[50], '10 more annotations are in the report');
});

test('nothing of a run can end its line, its properties or its message', (t) => {
	const [first = '', ...rest] = lines([
		failingRun({title: 'x', file: 'a,b:c%\n.ts', reasons: ['100 % of\r\n::error::injected', '\u001B[31m']}),
	]);
	t.is(rest.length, 1);
	t.regex(first, /^::error file=a%2Cb%3Ac%25\\x0a\.ts,title=[^,]*::100 %25 of\\x0d\\x0a::error::injected%0A\\x1b\[31m%0Arepeat: /);
});

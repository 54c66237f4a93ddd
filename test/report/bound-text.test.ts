import test from 'ava';
import {boundText} from '../../src/report/bound-text.ts';
import {buildReport, failingRun} from '../helpers/report-builder.ts';

test('an ordinary report is not changed', (t) => {
	const report = buildReport([failingRun()]);
	t.deepEqual(boundText(report), report);
});

test('a line of a megabyte is cut wherever it stands, and says how long it was', (t) => {
	const long = 'x'.repeat(1_000_000);
	const cut = boundText({a: long, b: [long, {[long]: 'short'}], c: `first\n${long}\nlast`});
	t.true(JSON.stringify(cut).length < 10_000);
	t.regex(cut.a, /^x{2000}… \(1000000 characters\)$/);
	t.regex(cut.c, /^first\nx+… \(1000000 characters\)\nlast$/);
});

test('a text of very many lines is cut, too', (t) => {
	t.is(boundText('x\n'.repeat(100_000)).split('\n').length, 5001);
});

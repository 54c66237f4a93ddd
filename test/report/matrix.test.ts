import test from 'ava';
import {renderConsole} from '../../src/report/console.ts';
import {renderMarkdown} from '../../src/report/markdown.ts';
import {matrixOf} from '../../src/report/matrix.ts';
import type {RunReport} from '../../src/report/report.ts';
import {buildReport, failingRun, passingRun} from '../helpers/report-builder.ts';

const terminal = {colour: false, unicode: true, width: 0};

function on(gateway: string, run: RunReport, changes: Partial<RunReport> = {}): RunReport {
	return {...run, gateway: {...run.gateway, name: gateway, label: gateway}, ...changes};
}

const report = buildReport(
	[
		on('nginx', passingRun()),
		on('nginx', passingRun({repeat: 2}), {recovery: {notWithinMs: 3000}}),
		on('haproxy', failingRun({scenario: 'upstream-killed'})),
		on('nginx', passingRun({scenario: 'hang'}), {recovery: null}),
	],
	{skipped: [{scenario: 'hang', gateway: 'haproxy', because: 'it has no such time-out'}]},
);

test('each scenario has one cell for each gateway: what ran, what makes no sense there, and what is missing', (t) => {
	const {gateways, rows} = matrixOf({...report, skipped: [...report.skipped, {scenario: 'extra', gateway: 'nginx', because: 'no'}]});
	t.deepEqual(gateways, ['nginx', 'haproxy']);
	t.deepEqual(
		rows.map(({scenario, cells}) => [scenario, ...cells.map(({kind}) => kind)]),
		[
			['upstream-killed', 'runs', 'runs'],
			['hang', 'runs', 'skipped'],
			['extra', 'skipped', 'missing'],
		],
	);
});

test('a cell of several runs has their worst verdict, all their errors, and says when one of them did not recover', (t) => {
	const [cell, failed] = matrixOf(report).rows[0]?.cells ?? [];
	t.like(cell, {kind: 'runs', verdict: 'pass', recoveryMs: 'not seen'});
	t.like(failed, {kind: 'runs', verdict: 'fail'});
	const fault = passingRun().windows.fault;
	t.is(cell?.kind === 'runs' ? cell.intended : 0, 2 * (fault?.intended ?? 0));
	t.is(cell?.kind === 'runs' ? cell.errors : -1, 2 * ((fault?.intended ?? 0) - (fault?.good ?? 0)));
});

test('the longest recovery of a cell counts, and where nothing had to recover there is none', (t) => {
	const quick = on('nginx', passingRun(), {recovery: {atMs: 5000, afterClearMs: 10, uncertaintyMs: 1}});
	const slow = on('nginx', passingRun({repeat: 2}), {recovery: {atMs: 5000, afterClearMs: 90, uncertaintyMs: 1}});
	t.like(matrixOf(buildReport([slow, quick])).rows[0]?.cells[0], {recoveryMs: 90});
	t.like(matrixOf(buildReport([on('nginx', passingRun(), {recovery: null})])).rows[0]?.cells[0], {recoveryMs: null});
});

test('the console shows the matrix for several gateways, with the reasons of what was not run, and none for one gateway', (t) => {
	const text = renderConsole(report, terminal);
	t.regex(text, /scenario +nginx +haproxy\n/);
	t.regex(text, /upstream-killed +✔ .* errors, not back +✘ /);
	t.regex(text, /– hang on haproxy: it has no such time-out/);
	t.notRegex(renderConsole(buildReport([passingRun()]), terminal), /scenario +nginx/);
});

test('the Markdown summary has the matrix, too', (t) => {
	const text = renderMarkdown(report);
	t.regex(text, /\| Scenario \| nginx \| haproxy \|\n\| --- \| --- \| --- \|/);
	t.regex(text, /\| hang \| ✅ .* \| n\/a \|/);
	t.regex(text, /- n\/a: hang on haproxy: it has no such time-out/);
	t.notRegex(renderMarkdown(buildReport([passingRun()])), /Scenario/);
});

import test from 'ava';
import {pageMatrix} from '../../src/report/page-matrix.ts';
import type {RunReport} from '../../src/report/report.ts';
import {buildReport, failingRun, passingRun} from '../helpers/report-builder.ts';

function on(label: string, run: RunReport): RunReport {
	return {...run, gateway: {...run.gateway, name: label, label}};
}

const config = (label: string): RunReport['config'] => ({...passingRun().config, label});

test('a report of one config has a column for each gateway, in the order in which they ran', (t) => {
	const {columns} = pageMatrix(buildReport([passingRun(), on('haproxy', passingRun()), passingRun({repeat: 2})]));
	t.deepEqual(columns, [
		{gateway: 'nginx', variant: null},
		{gateway: 'haproxy', variant: null},
	]);
});

test('several configs are columns of their own, side by side whenever they ran', (t) => {
	const runs = [passingRun({config: config('a')}), on('haproxy', passingRun({config: config('a')})), passingRun({config: config('b')})];
	t.deepEqual(
		pageMatrix(buildReport(runs)).columns.map(({gateway, variant}) => `${gateway} ${variant}`),
		['nginx a', 'nginx b', 'haproxy a'],
	);
});

test('repeats share a cell, and each knows its place in the report', (t) => {
	const {rows} = pageMatrix(buildReport([failingRun(), passingRun(), passingRun({repeat: 2})]));
	t.deepEqual(
		rows.map(({scenario, cells}) => [scenario, ...cells.map(({runs}) => runs.map(({index}) => index))]),
		[
			['slow-response', [0], []],
			['upstream-killed', [], [1, 2]],
		],
	);
});

test('a run with its fault withheld is no repeat of the run as written', (t) => {
	const {columns} = pageMatrix(buildReport([passingRun(), passingRun({mode: 'withheld'})]));
	t.deepEqual(
		columns.map(({variant}) => variant),
		['default', 'default, fault withheld'],
	);
});

test('what was skipped has a cell with its reason, and a row or column of its own where nothing else has', (t) => {
	const skipped = [
		{scenario: 'upstream-killed', gateway: 'haproxy', because: 'no such thing'},
		{scenario: 'other', gateway: 'nginx', because: 'neither'},
	];
	const {columns, rows} = pageMatrix(buildReport([passingRun()], {skipped}));
	t.deepEqual(
		columns.map(({gateway}) => gateway),
		['nginx', 'haproxy'],
	);
	t.is(rows[0]?.cells[1]?.skipped?.because, 'no such thing');
	t.is(rows[1]?.cells[0]?.skipped?.because, 'neither');
});

test('columns stand as gateways and configs were named, in whatever order they ran, and controls after what they control', (t) => {
	const runs = ['b', 'a'].flatMap((label) => [
		passingRun({config: config(label), mode: 'control'}),
		on('haproxy', passingRun({config: config(label)})),
		passingRun({config: config(label)}),
	]);
	const report = buildReport(runs);
	t.deepEqual(
		pageMatrix({...report, plan: {...report.plan, gateways: ['nginx', 'haproxy'], configs: ['a', 'b']}}).columns.map(
			({gateway, variant}) => `${gateway} ${variant}`,
		),
		['nginx a', 'nginx b', 'nginx a, control without fault', 'nginx b, control without fault', 'haproxy a', 'haproxy b'],
	);
});

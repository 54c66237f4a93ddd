import {inflateRawSync} from 'node:zlib';
import test from 'ava';
import {pageData} from '../../src/report/page-data.ts';
import {failingRun, passingRun} from '../helpers/report-builder.ts';

const unpacked = (data: string): unknown => JSON.parse(inflateRawSync(Buffer.from(data, 'base64')).toString());

test('each run is a chunk of its own, and a config that many share stands once', (t) => {
	const chunks = [...pageData([passingRun(), passingRun({repeat: 2}), failingRun()])];
	t.deepEqual(
		chunks.map(({key}) => key),
		['config-1', 'run-1', 'run-2', 'config-2', 'run-3', 'index'],
	);
	t.like(unpacked(chunks[2]?.data ?? ''), {repeat: 2, config: {label: 'default'}});
	t.like(unpacked(chunks[0]?.data ?? ''), {text: passingRun().config.text});
	t.false(JSON.stringify(unpacked(chunks[1]?.data ?? '')).includes('worker_processes'));
});

test('the index knows of each run what the matrix and the comparison need', (t) => {
	const index = [...pageData([failingRun()])].at(-1);
	t.like(unpacked(index?.data ?? ''), {
		runs: [{key: 'run-1', scenario: 'slow-response', gateway: 'nginx', config: 'short-timeouts', configKey: 'config-1', verdict: 'fail'}],
	});
});

test('latencies for drawing have three figures, and counts are whole', (t) => {
	const chart = {...passingRun().chart, p99Ms: [1.23456, null], outcomes: {200: [12_345]}};
	const chunk = [...pageData([passingRun({chart})])].find(({key}) => key === 'run-1');
	t.like(unpacked(chunk?.data ?? ''), {chart: {p99Ms: [1.23, null], outcomes: {200: [12_345]}}});
});

import test from 'ava';
import {samplesToCsv, samplesToNdjson} from '../../src/timeline/sample-export.ts';
import {someSamples} from '../helpers/some-samples.ts';

test('CSV and NDJSON have a line a request, with nothing where nothing happened', (t) => {
	const samples = someSamples(10_000);
	const csv = [...samplesToCsv(samples)].join('').split('\n');
	t.is(csv.length, 10_002);
	t.is(csv[0]?.split(',').length, 12);
	t.regex(csv[1] ?? '', /^1,1000\.\d+,,,\d+\.\d+,status,,GET,false,false,,1$/);
	const rows = [...samplesToNdjson(samples)]
		.join('')
		.trimEnd()
		.split('\n')
		.map((line): Record<string, unknown> => JSON.parse(line));
	t.is(rows.length, 10_000);
	t.is(rows[0]?.['sentMs'], null);
	t.is(rows[0]?.['outcome'], 'status');
	t.is(rows[1]?.['status'], 200);
	t.is(rows[1]?.['method'], 'POST');
});

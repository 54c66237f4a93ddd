import test from 'ava';
import {defaultMetrics, metricNamed, metrics} from '../../src/compare/metrics.ts';
import {toRunValues, valueOf} from '../../src/compare/run-values.ts';
import {failingRun, inconclusiveRun, passingRun} from '../helpers/report-builder.ts';

test('the table has no name twice, and the default questions are in it', (t) => {
	t.is(new Set(metrics.map(({name}) => name)).size, metrics.length);
	t.true(defaultMetrics.every((name) => metrics.some((metric) => metric.name === name)));
});

test('a run that recovered has its numbers', (t) => {
	const {values} = toRunValues(passingRun());
	t.is(values['outageMs']?.value, passingRun().outages[0]?.lengthMs);
	t.false(values['recoveryMs']?.censored);
	t.is(values['errorShare']?.value, 1);
	t.is(values['errorShare.502']?.value, 1);
});

test('a recovery that was not seen is censored, and so is an outage that the load did not outlast', (t) => {
	const {values} = toRunValues(failingRun());
	t.deepEqual(values['recoveryMs'], {value: 3990, censored: true});
	t.deepEqual(values['outageMs'], {value: 6488, censored: true});
	t.is(values['duplicated']?.value, 3);
	t.is(values['attemptsPerRequest']?.value, 1.42);
});

test('a run without a fault window has no values of it', (t) => {
	const run = toRunValues(inconclusiveRun());
	t.is(valueOf(run, 'errorShare'), null);
	t.is(valueOf(run, 'errorShare.502'), null);
	t.is(valueOf(run, 'recoveryMs'), null);
	t.is(valueOf(run, 'outageMs')?.value, 0);
});

test('any outcome can be asked for by name, and nothing else', (t) => {
	t.is(metricNamed('errorShare.timeout-first-byte')?.title, 'share of timeout-first-byte');
	for (const name of [
		'errorShare.',
		'errorShare.5',
		'errorShare.200',
		'errorShare.200',
		'errorShare.a b',
		'outage',
		'toString',
		'__proto__',
	])
		t.is(metricNamed(name), undefined, name);
});

test('the rate is read off the baseline', (t) => {
	t.is(Math.round(toRunValues(passingRun()).ratePerSecond), 200);
});

test('the same fault reads the same, whatever the order of its options', (t) => {
	const {fault} = passingRun();
	const withOptions = (options: Readonly<Record<string, unknown>>) =>
		toRunValues(passingRun({fault: fault === null ? null : {...fault, options}})).fault;
	t.is(withOptions({a: 1, b: {c: 2, d: [3]}}), withOptions({b: {d: [3], c: 2}, a: 1}));
	t.not(withOptions({a: 1}), withOptions({a: 2}));
});

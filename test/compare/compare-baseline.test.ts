import test from 'ava';
import {compareBaseline, defaultLimits} from '../../src/compare/compare-baseline.ts';
import {metricNamed} from '../../src/compare/metrics.ts';
import type {RunValues} from '../../src/compare/run-values.ts';
import {makeSide, runValues} from '../helpers/simulated-sides.ts';

const limits = {outageMs: 100, recoveryMs: 100, goodputPerSecond: 5};

function compared(
	before: readonly RunValues[],
	after: readonly RunValues[],
	planned = after.map(({id}) => id),
): ReturnType<typeof compareBaseline> {
	return compareBaseline(makeSide('before', before), makeSide('after', after), {limits, planned});
}

const one = (values: Parameters<typeof runValues>[0], changes: Partial<RunValues> = {}) => [runValues(values, changes)];

const direction = (from: RunValues['verdict'], to: RunValues['verdict']) =>
	compared(one({}, {verdict: from}), one({}, {verdict: to}))
		.changed.map((change) => change.direction)
		.join();
const repeats = (...lengths: readonly number[]) =>
	lengths.map((outageMs, index) => runValues({outageMs}, {id: `a.nginx.default.${index + 1}`, repeat: index + 1}));
const cell = (name: string) => runValues({outageMs: 1}, {id: `${name}.nginx.default.1`, scenario: name});

test('the defaults are metrics that there are', (t) => {
	t.true(Object.keys(defaultLimits).every((name) => metricNamed(name) !== undefined));
});

test('what stays within its limit is as before', (t) => {
	t.like(compared(one({outageMs: 1000}), one({outageMs: 1100})), {changed: [], same: 1, new: [], gone: []});
});

test('what goes beyond it is worse or better, by what is good for the metric', (t) => {
	const [change] = compared(one({outageMs: 1000}), one({outageMs: 1101})).changed;
	t.like(change, {cell: 'upstream-killed.nginx.default', what: 'outageMs', direction: 'worse', from: {value: 1000}, to: {value: 1101}});
	t.is(compared(one({outageMs: 1000}), one({outageMs: 800})).changed[0]?.direction, 'better');
	t.is(compared(one({goodputPerSecond: 100}), one({goodputPerSecond: 90})).changed[0]?.direction, 'worse');
});

test('a recovery that is not seen any more is worse, however long was waited; one that neither saw is nothing', (t) => {
	t.is(compared(one({recoveryMs: 2990}), one({recoveryMs: '>3000'})).changed[0]?.direction, 'worse');
	t.is(compared(one({recoveryMs: '>3000'}), one({recoveryMs: 3500})).changed[0]?.direction, 'better');
	t.deepEqual(compared(one({recoveryMs: '>3000'}), one({recoveryMs: '>9000'})).changed, []);
});

test('a verdict that changed is a change: to fail is worse, to pass is better, and what proved nothing is unproven', (t) => {
	t.is(direction('pass', 'fail'), 'worse');
	t.is(direction('fail', 'pass'), 'better');
	t.is(direction('fail', 'fail'), '');
	t.is(direction('pass', 'inconclusive'), 'unproven');
	t.is(direction('inconclusive', 'fail'), 'unproven');
});

test('numbers of a run that proved nothing are not looked at', (t) => {
	const {changed} = compared(one({outageMs: 10}), one({outageMs: 9000}, {verdict: 'inconclusive'}));
	t.deepEqual(
		changed.map(({what}) => what),
		['verdict'],
	);
});

test('repeats are one cell: the worst verdict, and the middle of the values', (t) => {
	t.like(compared(repeats(1000, 1000, 1000), repeats(1000, 5000, 1000)), {changed: [], same: 1});
	t.is(compared(repeats(1000), repeats(1000, 5000, 5000)).changed[0]?.direction, 'worse');
});

test('cells that are new and gone are listed; what another shard runs, or was not reached, is not gone', (t) => {
	const result = compared(
		[cell('a'), cell('b'), cell('c')],
		[cell('a'), cell('d')],
		['a', 'b', 'd'].map((name) => `${name}.nginx.default.1`),
	);
	t.like(result, {new: ['d.nginx.default'], gone: ['c.nginx.default'], same: 1, changed: []});
});

test('what else differs is warned of', (t) => {
	const {warnings} = compared(one({outageMs: 1}), one({outageMs: 1}, {ratePerSecond: 400}));
	t.regex(warnings.join(), /rates differ/);
});

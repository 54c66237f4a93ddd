import test from 'ava';
import {compareSides} from '../../src/compare/compare-sides.ts';
import type {CompareOptions} from '../../src/compare/compare-sides.ts';
import {metricNamed} from '../../src/compare/metrics.ts';
import type {RunValues} from '../../src/compare/run-values.ts';
import {GatequakeError} from '../../src/error.ts';
import {makeSide, runValues} from '../helpers/simulated-sides.ts';

const asking = (names: string, changes: Partial<CompareOptions> = {}): CompareOptions => ({
	metrics: names.split(',').flatMap((name) => metricNamed(name) ?? []),
	matters: {},
	alpha: 0.05,
	seed: 1,
	resamples: 100,
	...changes,
});

/** Outages of so many repeats, near to a length. */
const outages = (repeats: number, lengthMs: number, changes: Partial<RunValues> = {}) =>
	Array.from({length: repeats}, (_, index) => runValues({outageMs: lengthMs + ((index * 7) % 5)}, {...changes, repeat: index + 1}));

/** A side with the same values in each of its repeats. */
const constant = (label: string, repeats: number, values: Parameters<typeof runValues>[0]) =>
	makeSide(
		label,
		Array.from({length: repeats}, (_, index) => runValues(values, {repeat: index + 1})),
	);

const twoScenarios = (label: string, lengthMs: number) =>
	makeSide(label, [...outages(8, lengthMs), ...outages(8, lengthMs, {scenario: 'hang'})]);

const withControl = (label: string, own: number, control: number) =>
	makeSide(label, [
		runValues({goodputPerSecond: own, goodputKept: 0.9}),
		runValues({goodputPerSecond: control}, {mode: 'control', verdict: 'pass'}),
	]);

test('a difference that is in every repeat is better or worse, seen from the second side', (t) => {
	const [a, b] = [makeSide('a', outages(6, 1000)), makeSide('b', outages(6, 2000))];
	const {rows, exitCode, counts} = compareSides([a, b], asking('outageMs'));
	t.like(rows[0], {verdict: 'worse', a: 'a', b: 'b', p: 2 / 64, effectSize: 1, group: 'upstream-killed', testedOn: 'values'});
	t.is(rows[0]?.difference.value, 1000);
	t.is(exitCode, 1);
	t.is(counts.worse, 1);
	t.like(compareSides([b, a], asking('outageMs')).rows[0], {verdict: 'better', effectSize: -1});
});

test('for a metric of which more is better the words turn round', (t) => {
	t.is(
		compareSides([constant('a', 6, {goodputPerSecond: 100}), constant('b', 6, {goodputPerSecond: 150})], asking('goodputPerSecond')).rows[0]
			?.verdict,
		'better',
	);
});

test('what no outcome of so few repeats could show is too few repeats, with the number that is needed; the exit code is 3', (t) => {
	const {rows, exitCode} = compareSides([makeSide('a', outages(5, 1000)), makeSide('b', outages(5, 9000))], asking('outageMs'));
	t.like(rows[0], {verdict: 'too few repeats', pairsNeeded: 6});
	t.is(exitCode, 3);
});

test('more questions need more repeats', (t) => {
	const sides = [
		constant('a', 6, {outageMs: 1000, duplicated: 0, faultP99Ms: 5}),
		constant('b', 6, {outageMs: 2000, duplicated: 0, faultP99Ms: 5}),
	];
	const {rows} = compareSides(sides, asking('outageMs,duplicated,faultP99Ms'));
	t.deepEqual(
		rows.map(({verdict, pairsNeeded}) => [verdict, pairsNeeded]),
		[
			['too few repeats', 7],
			['too few repeats', 7],
			['too few repeats', 7],
		],
	);
});

test('a difference that is shown and too small to matter is not called one', (t) => {
	const sides = [makeSide('a', outages(6, 1000)), makeSide('b', outages(6, 1030))] as const;
	t.is(compareSides(sides, asking('outageMs')).rows[0]?.verdict, 'no difference shown');
	t.is(compareSides(sides, asking('outageMs', {matters: {outageMs: 20}})).rows[0]?.verdict, 'worse');
});

test('nothing but ties is no difference, not too few', (t) => {
	const {rows, exitCode} = compareSides([makeSide('a', outages(8, 1000)), makeSide('b', outages(8, 1000))], asking('outageMs'));
	t.like(rows[0], {verdict: 'no difference shown', p: 1, effectSize: 0});
	t.is(exitCode, 0);
});

test('a few runs far off the one way and all others a little the other way are no claim', (t) => {
	const b = Array.from({length: 20}, (_, index) => runValues({recoveryMs: index < 8 ? '>9000' : 1}, {repeat: index + 1}));
	const a = Array.from({length: 20}, (_, index) => runValues({recoveryMs: 300}, {repeat: index + 1}));
	t.is(compareSides([makeSide('a', a), makeSide('b', b)], asking('recoveryMs', {alpha: 0.5})).rows[0]?.verdict, 'no difference shown');
});

test('a recovery that is not seen any more is worse, by ranks, and at least so much', (t) => {
	const {rows} = compareSides([constant('a', 8, {recoveryMs: 500}), constant('b', 8, {recoveryMs: '>4000'})], asking('recoveryMs'));
	t.like(rows[0], {verdict: 'worse', testedOn: 'ranks', medianB: {value: 4000, censored: true}});
	t.like(rows[0]?.difference, {value: 3500, bound: 'at least'});
});

test('scenarios are asked apart, and every side is held against the first', (t) => {
	const {rows} = compareSides([twoScenarios('a', 1000), twoScenarios('b', 1000), twoScenarios('c', 3000)], asking('outageMs'));
	t.deepEqual(
		rows.map(({group, a, b, verdict}) => [group, a, b, verdict]),
		[
			['upstream-killed', 'a', 'b', 'no difference shown'],
			['hang', 'a', 'b', 'no difference shown'],
			['upstream-killed', 'a', 'c', 'worse'],
			['hang', 'a', 'c', 'worse'],
		],
	);
});

test('inconclusive runs and runs without a partner are left out, and counted', (t) => {
	const a = makeSide('a', [...outages(7, 1000), runValues({outageMs: 1}, {repeat: 8, verdict: 'inconclusive'})]);
	const b = makeSide('b', outages(9, 1000));
	const {sides, rows} = compareSides([a, b], asking('outageMs'));
	t.is(rows[0]?.pairs.length, 7);
	t.deepEqual(
		sides.map(({runs, inconclusive, unpaired}) => [runs, inconclusive, unpaired]),
		[
			[7, 1, 0],
			[9, 0, 2],
		],
	);
});

test('a run without a value is no pair, and a metric that no pair has is named', (t) => {
	const a = makeSide('a', [runValues({outageMs: 5}), runValues({outageMs: 5, recoveryMs: 4}, {repeat: 2})]);
	const {rows, notMeasured} = compareSides([a, {...a, label: 'b'}], asking('outageMs,recoveryMs,capacityKept'));
	t.deepEqual(
		rows.map(({metric, pairs}) => [metric, pairs.length]),
		[
			['outageMs', 2],
			['recoveryMs', 1],
		],
	);
	t.deepEqual(notMeasured, ['capacityKept']);
});

/** Both sides have runs of the same name. */
const runs = ['upstream-killed.nginx.default.1', 'upstream-killed.nginx.default.1'] as const;

test('the share of an outcome that one side never saw is zero there', (t) => {
	const a = makeSide('a', [runValues({errorShare: 0.5, 'errorShare.502': 0.5})]);
	const b = makeSide('b', [runValues({errorShare: 0.5, 'errorShare.504': 0.5})]);
	t.deepEqual(compareSides([a, b], asking('errorShare.502')).rows[0]?.pairs, [
		{repeat: 1, runs, a: {value: 0.5, censored: false}, b: {value: 0, censored: false}},
	]);
});

test('goodput kept is held against the control run, where both sides have one', (t) => {
	const {rows} = compareSides([withControl('a', 50, 100), withControl('b', 50, 200)], asking('goodputKept'));
	t.is(rows.length, 1, 'a control is no group of its own');
	t.deepEqual(rows[0]?.pairs, [{repeat: 1, runs, a: {value: 0.5, censored: false}, b: {value: 0.25, censored: false}}]);
});

test('whatever else differs is warned of', (t) => {
	const a = makeSide('a', outages(2, 1000));
	const b = makeSide(
		'b',
		outages(2, 1000, {image: {digest: 'sha256:other', version: '1.29.0'}, ratePerSecond: 400, fault: 'kill {"x":1}'}),
		{
			toolVersion: '0.2.0',
			host: {...a.host, cpus: 8},
		},
	);
	const {warnings} = compareSides([a, b], asking('outageMs'));
	for (const words of [
		/tool versions differ: a 0\.1\.0, b 0\.2\.0/,
		/hosts \(cpus\) differ: a 2, b 8/,
		/images of nginx differ/,
		/rates differ/,
		/faults differ .*upstream-killed/,
	]) {
		t.regex(warnings.join('\n'), words);
	}
	t.is(warnings.length, 5);
	t.deepEqual(compareSides([a, {...a, label: 'c'}], asking('outageMs')).warnings, []);
});

const refused = test.macro((t, sides: () => readonly ReturnType<typeof makeSide>[], metric: string, words: RegExp) => {
	const error = t.throws(() => compareSides(sides(), asking(metric)), {instanceOf: GatequakeError});
	t.like(error, {code: 'NOTHING_IN_COMMON', exitCode: 2});
	t.regex(error.message, words);
});

test(
	'two sides with nothing in common are refused, with what each has',
	refused,
	() => [makeSide('a', outages(1, 1)), makeSide('b', outages(1, 1, {scenario: 'hang'}))],
	'outageMs',
	/a has upstream-killed #1; b has hang #1/,
);
test(
	'a side of inconclusive runs alone is refused, and says so',
	refused,
	() => [makeSide('a', outages(1, 1)), makeSide('b', outages(1, 1, {verdict: 'inconclusive'}))],
	'outageMs',
	/b has no runs \(1 inconclusive runs left out\)/,
);
test(
	'metrics that were measured nowhere are refused: a comparison of nothing is not green',
	refused,
	() => [makeSide('a', outages(1, 1)), makeSide('b', outages(1, 1))],
	'capacityKept',
	/none of capacityKept was/,
);

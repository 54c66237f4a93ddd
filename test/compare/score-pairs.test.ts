import test from 'ava';
import {differenceOf, medianValue, scorePairs} from '../../src/compare/score-pairs.ts';
import {seededRandom} from '../../src/load/random.ts';
import {metricValue} from '../helpers/simulated-sides.ts';

type Value = number | `>${number}`;

const pairs = (...values: readonly (readonly [Value, Value])[]) => values.map(([a, b]) => ({a: metricValue(a), b: metricValue(b)}));
const middle = (...values: readonly Value[]) => medianValue(values.map(metricValue));
const options = () => ({level: 0.95, resamples: 500, random: seededRandom(3)});

test('values that are all known are tested as they are', (t) => {
	const {scores, testedOn, effectSize} = scorePairs(pairs([1, 3], [5, 4], [2, 2], [0, 7]));
	t.deepEqual(scores, [2, -1, 0, 7]);
	t.is(testedOn, 'values');
	// Ranks 2, −1, none, 3.
	t.is(effectSize, 4 / 6);
});

test('where one value is censored all are ranked, and an open gap is above every known one', (t) => {
	const {scores, testedOn} = scorePairs(pairs([100, 900], [200, '>250'], [300, 290], [400, 400]));
	t.is(testedOn, 'ranks');
	t.deepEqual(scores, [2, 3, -1, 0]);
});

test('open gaps share a rank, however far they are known', (t) => {
	t.deepEqual(scorePairs(pairs([100, '>3000'], [2900, '>3000'], [10, 20])).scores, [2.5, 2.5, 1]);
});

test('what cannot be told apart has no score: both censored, or one seen only after the other was given up', (t) => {
	t.deepEqual(scorePairs(pairs(['>3000', '>3000'], ['>3000', 3500], [3500, '>3000'], [1, 2])).scores, [0, 0, 0, 1]);
});

test('a recovery given up at the very instant of the other one is later than it', (t) => {
	t.deepEqual(scorePairs(pairs([3000, '>3000'], ['>3000', 3000])).scores, [1.5, -1.5]);
});

test('exchanging the sides turns every sign round', (t) => {
	const some = pairs([100, 900], [200, '>250'], ['>300', 290], [400, 401]);
	const turned = some.map(({a, b}) => ({a: b, b: a}));
	t.deepEqual(
		scorePairs(turned).scores,
		scorePairs(some).scores.map((score) => 0 - score),
	);
	t.is(scorePairs(turned).effectSize, -scorePairs(some).effectSize);
});

test('the difference is the mean of the pairs, with an interval that holds it and does not depend on the day', (t) => {
	const some = pairs([10, 12], [11, 14], [9, 12], [10, 11], [12, 15]);
	const {value, interval, bound} = differenceOf(some, options());
	t.is(value, 2.4);
	t.is(bound, 'exact');
	t.true(interval !== null && interval[0] < 2.4 && interval[1] > 2.4 && interval[0] >= 1 && interval[1] <= 3);
	t.deepEqual(differenceOf(some, options()).interval, interval);
});

test('a censored value makes the difference a bound, and its middle the median', (t) => {
	t.like(differenceOf(pairs([1000, '>4000'], [1000, 1100], [1000, 1050]), options()), {value: 100, bound: 'at least'});
	t.is(differenceOf(pairs(['>4000', 1000], [1, 2], [1, 2]), options()).bound, 'at most');
	t.is(differenceOf(pairs(['>4000', 1000], [1, '>2'], [1, 2]), options()).bound, 'open');
});

test('fewer than three pairs have no interval', (t) => {
	t.is(differenceOf(pairs([1, 2], [1, 3]), options()).interval, null);
});

test('the middle of a side is censored where the middle run is', (t) => {
	t.deepEqual(middle(3, 1, 2), {value: 2, censored: false});
	t.deepEqual(middle(1, 2, 3, 4), {value: 2.5, censored: false});
	t.deepEqual(middle(100, '>50', '>60'), {value: 50, censored: true});
	t.deepEqual(middle('>50', 7, 100), {value: 100, censored: false});
});

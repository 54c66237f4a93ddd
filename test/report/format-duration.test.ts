import test from 'ava';
import {formatDuration, formatInstant, formatWithUncertainty} from '../../src/report/format-duration.ts';

test('a duration is written in the unit that people would use', (t) => {
	const written = [0, 0.04, 0.44, 9.9, 12.4, 250, 999.4, 999.6, 3012.4, 12_345, 59_940, 59_960, 125_000].map(formatDuration);
	t.deepEqual(written, [
		'0 ms',
		'0 ms',
		'0.4 ms',
		'9.9 ms',
		'12 ms',
		'250 ms',
		'999 ms',
		'1.000 s',
		'3.012 s',
		'12.3 s',
		'59.9 s',
		'1 min 00 s',
		'2 min 05 s',
	]);
});

test('a negative duration keeps its sign', (t) => {
	t.is(formatDuration(-12.4), '-12 ms');
});

test('uncertainty follows the value', (t) => {
	t.is(formatWithUncertainty(3012, 4), '3.012 s ± 4 ms');
	t.is(formatWithUncertainty(250, 4), '250 ms ± 4 ms');
});

test('a long value keeps the figures that a small uncertainty allows, and no more', (t) => {
	t.is(formatWithUncertainty(12_345.4, 4), '12.345 s ± 4 ms');
	t.is(formatWithUncertainty(12_345.4, 120), '12.3 s ± 120 ms');
});

test('an instant is told to the millisecond', (t) => {
	t.deepEqual([0, 999.9, 12_345.4, 125_000].map(formatInstant), ['0.000 s', '1.000 s', '12.345 s', '125.000 s']);
});

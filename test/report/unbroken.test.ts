import test from 'ava';
import {unbroken} from '../../src/report/unbroken.ts';

test('a figure stays with its unit and its sign, and words may break', (t) => {
	t.is(unbroken('outage 3.012 s ± 4 ms, 99.8 % 502 in all'), 'outage 3.012\u00A0s ±\u00A04\u00A0ms, 99.8\u00A0%\u00A0502 in all');
});

test('a number before a word that begins like a unit may break', (t) => {
	t.is(unbroken('2 sent, 3 minutes'), '2 sent, 3 minutes');
});

import test from 'ava';
import {holm} from '../../src/compare/holm.ts';

function close(t: {true(value: boolean, message?: string): unknown}, found: readonly number[], wanted: readonly number[]): void {
	t.true(
		found.length === wanted.length && found.every((value, index) => Math.abs(value - (wanted[index] ?? 0)) < 1e-12),
		JSON.stringify(found),
	);
}

test('each p is multiplied by the number of questions that are left, and never falls below a smaller one', (t) => {
	close(t, holm([0.01, 0.04, 0.03, 0.005]), [0.03, 0.06, 0.06, 0.02]);
});

test('no adjusted p is above one, and one question is not corrected', (t) => {
	close(t, holm([0.5, 0.9]), [1, 1]);
	close(t, holm([0.04]), [0.04]);
	close(t, holm([]), []);
});

test('a smaller p of another question never makes a question harder', (t) => {
	const [, before = 0] = holm([0.04, 0.03]);
	const [, after = 1] = holm([0.001, 0.03]);
	t.true(after <= before);
});

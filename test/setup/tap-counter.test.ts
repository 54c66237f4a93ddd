import test from 'ava';
import {TapCounter, total} from '../../src/setup/tap-counter.ts';

function countOf(tap: string): {readonly shown: readonly (string | null)[]; readonly counts: TapCounter['counts']} {
	const counter = new TapCounter();
	const shown = tap.split('\n').map((line) => counter.take(line));
	return {shown: shown.filter((line) => line !== null), counts: counter.counts};
}

test('tests that passed, failed and were skipped are counted apart', (t) => {
	const {counts} = countOf('TAP version 13\nok 1 - a\nnot ok 2 - b\nok 3 - c # SKIP\nnot ok 4 - d # TODO\nok 5 - e\n\n1..5\n# tests 5');
	t.deepEqual(counts, {passed: 2, failed: 1, skipped: 2});
});

test('details are shown of what failed, and of nothing else', (t) => {
	const {shown} = countOf(
		'TAP version 13\nok 1 - a\n# log of a\nnot ok 2 - b\n  ---\n    at: x.ts\n  ...\nok 3 - c\n  hidden\n\n1..3\n# fail 1',
	);
	t.deepEqual(shown, ['  ✔ a', '  ✘ b', '  ---', '    at: x.ts', '  ...', '  ✔ c']);
});

test('what is printed before the first test is shown', (t) => {
	t.deepEqual(countOf('TAP version 13\nCould not start\nok 1 - a').shown, ['Could not start', '  ✔ a']);
});

test('a title may hold a number sign, and an indented "ok" is no test', (t) => {
	const {shown, counts} = countOf('ok 1 - issue # 2 is gone\nnot ok 2 - b\n    ok 9 - inner');
	t.deepEqual(counts, {passed: 1, failed: 1, skipped: 0});
	t.is(shown[0], '  ✔ issue # 2 is gone');
});

const none = {passed: 0, failed: 0, skipped: 0};

test('parts are added up', (t) => {
	const sum = total([
		{counts: {passed: 3, failed: 1, skipped: 0}, exitCode: 1},
		{counts: {passed: 4, failed: 0, skipped: 2}, exitCode: 0},
	]);
	t.deepEqual(sum, {passed: 7, failed: 1, skipped: 2});
});

test('a part that failed without a failed test counts as one failed', (t) => {
	t.is(total([{counts: {...none, passed: 5}, exitCode: 1}]).failed, 1);
});

test('a part in which nothing ran counts as one failed', (t) => {
	t.is(total([{counts: none, exitCode: 0}]).failed, 1);
	t.is(total([{counts: {...none, skipped: 3}, exitCode: 0}]).failed, 1);
	t.is(total([]).passed, 0);
});

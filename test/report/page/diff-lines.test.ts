import test from 'ava';
import {diffLines} from '../../../src/report/page/diff-lines.ts';
import {randomFrom} from '../../helpers/timeline-builder.ts';

test('a changed line stands beside what it was', (t) => {
	t.deepEqual(diffLines('a\nb 1\nc', 'a\nb 2\nc'), [
		{left: 'a', right: 'a'},
		{left: 'b 1', right: 'b 2'},
		{left: 'c', right: 'c'},
	]);
});

test('added and removed lines stand alone', (t) => {
	t.deepEqual(diffLines('a\nc', 'a\nb\nc')[1], {left: null, right: 'b'});
	t.deepEqual(diffLines('a\nb\nc', 'a\nc')[1], {left: 'b', right: null});
});

test('the same text has no difference, whatever its line ends', (t) => {
	t.true(diffLines('a\r\nb', 'a\nb').every(({left, right}) => left === right));
});

test('both sides can be read off any difference, line by line', (t) => {
	const random = randomFrom(5);
	const text = (): string => Array.from({length: Math.floor(random() * 30)}, () => 'abcde'[Math.floor(random() * 5)]).join('\n');
	for (let round = 0; round < 500; round++) {
		const [left, right] = [text(), text()];
		const rows = diffLines(left, right);
		t.is(rows.flatMap((row) => row.left ?? []).join('\n'), left);
		t.is(rows.flatMap((row) => row.right ?? []).join('\n'), right);
		t.true(rows.every((row) => row.left !== null || row.right !== null));
	}
});

test('texts too large to be compared are set side by side', (t) => {
	const rows = diffLines(
		Array.from({length: 5000}, (_, line) => `a${line}`).join('\n'),
		Array.from({length: 5000}, (_, line) => `b${line}`).join('\n'),
	);
	t.is(rows.length, 5000);
});

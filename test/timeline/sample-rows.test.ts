import test from 'ava';
import {firstDueFrom, outcomeWord, rowFinder, rowsDueIn, sentAtMs} from '../../src/timeline/sample-rows.ts';
import {buildTimeline, loadStartMs, treated} from '../helpers/timeline-builder.ts';

const {samples} = buildTimeline({
	fault: treated(({id}) => (id % 2 === 0 ? {outcome: 'cut', byApp: true} : {outcome: 'unsent', status: 0})),
});

test('a window holds what is due from its start up to, not including, its end', (t) => {
	t.deepEqual(rowsDueIn(samples, loadStartMs, loadStartMs + 10), {first: 0, end: 2});
	t.deepEqual(rowsDueIn(samples, loadStartMs + 1, loadStartMs + 5), {first: 1, end: 1});
	t.deepEqual(rowsDueIn(samples, 0, 1_000_000), {first: 0, end: samples.count});
	t.deepEqual(rowsDueIn(samples, 50, 10), {first: 0, end: 0});
	t.is(firstDueFrom(samples, 1_000_000), samples.count);
});

test('a request is found by its id, also where ids are not row numbers', (t) => {
	t.is(rowFinder(samples)(812), 812);
	t.is(rowFinder(samples)(samples.count), undefined);
	const shifted = rowFinder({...samples, id: samples.id.map((id) => id + 7)});
	t.is(shifted(7), 0);
	t.is(shifted(3), undefined);
});

test('what came is a status for a whole answer, and a word otherwise; unsent counts as sent when it was due', (t) => {
	t.is(outcomeWord(samples, 10), '200');
	t.is(outcomeWord(samples, 700), 'cut');
	t.is(outcomeWord(samples, 701), 'unsent');
	t.is(sentAtMs(samples, 701), samples.dueMs[701] ?? 0);
});

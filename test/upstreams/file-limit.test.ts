import test from 'ava';
import {limitLeaving} from '../../src/upstreams/file-limit.ts';

test('no descriptor is free below the limit, whatever gaps there are between those that are open', (t) => {
	t.is(limitLeaving(0, [0, 1, 2]), 3);
	t.is(limitLeaving(0, [0, 1, 2, 4, 17]), 3);
	t.is(limitLeaving(0, []), 0);
});

test('as many as are asked for are free below the limit, gaps counted', (t) => {
	t.is(limitLeaving(1, [0, 1, 2, 4, 17]), 5);
	t.is(limitLeaving(2, [0, 1, 2, 4, 17]), 6);
	t.is(limitLeaving(12, [0, 1, 2, 4, 17]), 16);
	t.is(limitLeaving(13, [0, 1, 2, 4, 17]), 18);
});

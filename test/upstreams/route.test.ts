import test from 'ava';
import {routeOf} from '../../src/upstreams/route.ts';

test('a path asks for a download, for events, for work, or for data, and a query after it says nothing', (t) => {
	t.deepEqual(routeOf('/download/300000/1500?gq=7'), {
		bodyBytes: 300_000,
		overMs: 1500,
		isEvents: false,
		workMs: null,
		asksDatabase: false,
	});
	t.deepEqual(routeOf('/events/20/1000'), {bodyBytes: 640, overMs: 1000, isEvents: true, workMs: null, asksDatabase: false});
	t.true(routeOf('/data?gq=1').asksDatabase);
	t.deepEqual(routeOf('/work/20?gq=1'), {bodyBytes: null, overMs: 0, isEvents: false, workMs: 20, asksDatabase: false});
});

for (const target of [
	'/',
	'/items?gq=1',
	'/download/many',
	'/work/-1',
	'/work/1.5',
	'/download/99999999999/1',
	'/events/2/x',
	'/healthz',
]) {
	test(`${target} is a plain path`, (t) => {
		t.deepEqual(routeOf(target), {bodyBytes: null, overMs: 0, isEvents: false, workMs: null, asksDatabase: false});
	});
}

import test from 'ava';
import {PortWatch} from '../../src/upstreams/port-watch.ts';
import type {PortEdge} from '../../src/upstreams/port-watch.ts';

interface Scene {
	readonly watch: PortWatch;
	readonly edges: PortEdge[];
	/** Looks at a time; the look itself takes 1 ms. */
	readonly lookAt: (atMonoMs: number, isListening: boolean) => void;
}

function scene(): Scene {
	let nowMonoMs = 0;
	let isListening = false;
	const edges: PortEdge[] = [];
	const watch = new PortWatch({
		port: 1,
		idleMs: 1000,
		onEdge: (edge) => edges.push(edge),
		isListening() {
			nowMonoMs += 1;
			return isListening;
		},
		clock: () => nowMonoMs,
	});
	return {
		watch,
		edges,
		lookAt(atMonoMs, state) {
			nowMonoMs = atMonoMs;
			isListening = state;
			watch.look();
		},
	};
}

test('an edge lies between the start of the last look at the old state and the end of the first look at the new one', (t) => {
	const {edges, lookAt} = scene();
	lookAt(10, false);
	lookAt(20, false);
	lookAt(30, true);
	lookAt(40, true);
	lookAt(55, false);
	t.deepEqual(edges, [
		{what: 'port-open', fromMonoMs: 20, toMonoMs: 31},
		{what: 'port-closed', fromMonoMs: 40, toMonoMs: 56},
	]);
});

test('a nearer sight of the opening narrows the edge and is not reported again', (t) => {
	const {watch, edges, lookAt} = scene();
	lookAt(10, false);
	watch.seenOpen(25, 26);
	lookAt(30, true);
	watch.seenOpen(25, 26);
	t.deepEqual(edges, [{what: 'port-open', fromMonoMs: 25, toMonoMs: 26}]);
	t.true(watch.isOpen);
});

test('a sight of the opening that began before the last look at the closed port starts at that look', (t) => {
	const {watch, edges, lookAt} = scene();
	lookAt(10, false);
	watch.seenOpen(5, 12);
	t.deepEqual(edges, [{what: 'port-open', fromMonoMs: 10, toMonoMs: 12}]);
});

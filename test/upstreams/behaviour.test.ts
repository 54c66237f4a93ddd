import test from 'ava';
import {commits, inShare, orderProblem, treatmentOf} from '../../src/upstreams/behaviour.ts';
import type {Behaviour} from '../../src/upstreams/upstream.ts';

const close: Behaviour = {do: 'close', after: 'request'};
const get = {id: 1, method: 'GET', key: null, reused: false, host: 'gateway:8080'};

for (const share of [0.1, 0.25, 0.5, 0.9]) {
	test(`a share of ${share} treats that share of consecutive ids, within one in a hundred`, (t) => {
		for (const from of [0, 12_345]) {
			let treated = 0;
			for (let id = from; id < from + 1000; id++) {
				treated += inShare(id, share) ? 1 : 0;
			}

			t.true(Math.abs(treated - share * 1000) <= 10, `${treated} of 1000`);
		}
	});
}

test('a share of 0 treats nothing and a share of 1 everything', (t) => {
	for (let id = 0; id < 1000; id++) {
		t.false(inShare(id, 0));
		t.true(inShare(id, 1));
	}
});

test('methods narrow what is treated', (t) => {
	const order = {behaviour: close, share: 1, methods: ['POST']};
	t.is(treatmentOf(order, get), null);
	t.is(treatmentOf(order, {...get, method: 'POST'}), close);
	t.is(treatmentOf({...order, methods: null}, get), close);
	t.is(treatmentOf(null, get), null);
});

test('reset on accept treats connections and no requests, reset after commit only what commits', (t) => {
	const onAccept = {behaviour: {do: 'reset', when: 'accept'}, share: 1, methods: null} as const;
	const afterCommit = {behaviour: {do: 'reset', when: 'commit'}, share: 1, methods: null} as const;
	t.is(treatmentOf(onAccept, get), null);
	t.is(treatmentOf(afterCommit, get), null);
	t.not(treatmentOf(afterCommit, {...get, method: 'POST', key: 'k'}), null);
});

test('close-reused treats any request but the first of its connection', (t) => {
	const order = {behaviour: {do: 'close-reused'}, share: 1, methods: null} as const;
	t.is(treatmentOf(order, get), null);
	t.is(treatmentOf(order, {...get, reused: true}), order.behaviour);
});

test('what begins an answer has committed, what refuses to work has not', (t) => {
	t.true(commits({do: 'cut', by: 'fin', framing: 'length'}));
	t.true(commits({do: 'slow-first-byte', delayMs: 1}));
	t.true(commits({do: 'reset', when: 'commit'}));
	t.true(commits({do: 'hang', after: 'headers'}));
	t.false(commits({do: 'hang', after: 'request'}));
	t.false(commits({do: 'reset', when: 'request'}));
	t.false(commits({do: 'status', status: 503}));
	t.true(commits({do: 'status', status: 201}));
	t.false(commits(close));
	t.true(commits({do: 'malformed', wrong: 'not-http'}));
	t.false(commits({do: 'close-reused'}));
	t.false(commits({do: 'stop-reading'}));
});

const nodeApp = {kind: 'node', abilities: ['block']};
const bytesApp = {kind: 'bytes', abilities: ['block', 'close']};

test('an order that the app cannot carry out is named with its reason', (t) => {
	t.is(orderProblem({behaviour: close, share: 1, methods: null}, bytesApp), null);
	t.regex(orderProblem({behaviour: close, share: 1, methods: null}, nodeApp) ?? '', /an app of kind 'node' cannot 'close'/);
	t.regex(orderProblem({behaviour: close, share: Number.NaN, methods: null}, bytesApp) ?? '', /share: expected/);
	t.is(orderProblem({behaviour: {do: 'block', durationMs: 1}, share: 0, methods: null}, nodeApp), null);
});

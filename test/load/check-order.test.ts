import test from 'ava';
import {checkOrder} from '../../src/load/check-order.ts';
import {anOrder} from '../helpers/load-order.ts';
import type {OpenLoopOrder} from '../../src/load/load.ts';

const plenty = {descriptors: 100_000, ports: 28_000};

test('a sound order is taken', (t) => {
	t.notThrows(() => checkOrder(anOrder(), plenty));
	t.notThrows(() => checkOrder(anOrder(), {descriptors: null, ports: null}));
});

const refused: readonly (readonly [string, OpenLoopOrder, string, RegExp])[] = [
	['rate 0', anOrder({ratePerSecond: 0}), 'LOAD_RATE', /above 0.*got 0/],
	['a negative rate', anOrder({ratePerSecond: -5}), 'LOAD_RATE', /above 0.*got -5/],
	['an endless rate', anOrder({ratePerSecond: Number.POSITIVE_INFINITY}), 'LOAD_RATE', /finite/],
	['no rate', anOrder({ratePerSecond: Number.NaN}), 'LOAD_RATE', /above 0/],
	['a rate beyond the cap', anOrder({ratePerSecond: 3000}), 'LOAD_IN_FLIGHT', /3000 requests per second.*2000 ms need 6000.*4000/],
	['a step beyond the cap', anOrder({}, {extras: {rateSteps: [{atMs: 10, ratePerSecond: 5000}]}}), 'LOAD_IN_FLIGHT', /need 10000/],
	['a run without end', anOrder({}, {maxDurationMs: 1e12}), 'LOAD_TOO_LONG', /at most 20000000/],
	['a share of posts above 1', anOrder({postShare: 1.5}), 'LOAD_ORDER', /postShare.*1.5/],
	['a path with a space', anOrder({path: '/a b'}), 'LOAD_ORDER', /path/],
	['a deadline of 0', anOrder({timeoutMs: {connect: 0, firstByte: 1, body: 1}}), 'LOAD_ORDER', /timeoutMs.connect/],
	['port 0', anOrder({}, {port: 0}), 'LOAD_ORDER', /port/],
	[
		'steps out of order',
		anOrder(
			{},
			{
				extras: {
					rateSteps: [
						{atMs: 20, ratePerSecond: 1},
						{atMs: 10, ratePerSecond: 1},
					],
				},
			},
		),
		'LOAD_ORDER',
		/ascending/,
	],
];

for (const [what, order, code, message] of refused) {
	test(`${what} is refused with a reason`, (t) => {
		t.throws(() => checkOrder(order, plenty), {code, message});
	});
}

test('too few descriptors or ports are refused before the run', (t) => {
	t.throws(() => checkOrder(anOrder(), {descriptors: 256, ports: null}), {code: 'LOAD_DESCRIPTORS', message: /464 connections.*256/});
	t.throws(() => checkOrder(anOrder(), {descriptors: null, ports: 300}), {code: 'LOAD_PORTS', message: /464 connections.*300/});
});

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
	[
		'a step beyond the cap',
		anOrder({rateSteps: [{from: 'fault', afterMs: 0, times: 25, forMs: null, rampMs: 0}]}),
		'LOAD_IN_FLIGHT',
		/need 10000/,
	],
	['a run without end', anOrder({}, {maxDurationMs: 1e12}), 'LOAD_TOO_LONG', /at most 20000000/],
	['a share of posts above 1', anOrder({postShare: 1.5}), 'LOAD_ORDER', /postShare.*1.5/],
	['a path with a space', anOrder({path: '/a b'}), 'LOAD_ORDER', /path/],
	['a deadline of 0', anOrder({timeoutMs: {connect: 0, firstByte: 1, body: 1}}), 'LOAD_ORDER', /timeoutMs.connect/],
	['port 0', anOrder({}, {port: 0}), 'LOAD_ORDER', /port/],
	[
		'retries beyond the cap',
		anOrder({retry: {attempts: 15, backoffMs: 1, factor: 1, budgetShare: null}}),
		'LOAD_IN_FLIGHT',
		/of 15 tries each.*need 6000/,
	],
	[
		'a step that lasts no time',
		anOrder({rateSteps: [{from: 'fault', afterMs: 0, times: 2, forMs: 0, rampMs: 0}]}),
		'LOAD_ORDER',
		/forMs above 0/,
	],
	[
		'a step to less than nothing',
		anOrder({rateSteps: [{from: 'fault', afterMs: 0, times: -1, forMs: null, rampMs: 0}]}),
		'LOAD_RATE',
		/0 times/,
	],
	['no try at all', anOrder({retry: {attempts: 0, backoffMs: 1, factor: 1, budgetShare: null}}), 'LOAD_ORDER', /attempts of at least 1/],
	['a share of slow clients above 1', anOrder({slowClients: {share: 2, pauseMs: 1}}), 'LOAD_ORDER', /slowClients.share/],
	['a share of leaving clients below 0', anOrder({leavingClients: {share: -1, afterMs: 1}}), 'LOAD_ORDER', /leavingClients.share/],
	['the fourth of three generators', anOrder({}, {share: {index: 3, count: 3}}), 'LOAD_ORDER', /3 of 3/],
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

test('each of several generators needs room for its share, and a budget of retries bounds them', (t) => {
	const half = {share: {index: 0, count: 2}};
	t.throws(() => checkOrder(anOrder({}, half), {descriptors: 256, ports: null}), {
		code: 'LOAD_DESCRIPTORS',
		message: /264 connections.*256/,
	});
	t.notThrows(() => checkOrder(anOrder({}, half), {descriptors: 264, ports: null}));
	t.notThrows(() => checkOrder(anOrder({retry: {attempts: 15, backoffMs: 1, factor: 1, budgetShare: 0.5}}), plenty));
});

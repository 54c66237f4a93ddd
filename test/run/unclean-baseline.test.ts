import test from 'ava';
import {defaultLoad} from '../../src/scenario/defaults.ts';
import {uncleanBaseline} from '../../src/run/unclean-baseline.ts';
import {buildPlan} from '../helpers/timeline-builder.ts';

const plan = buildPlan({load: {...defaultLoad, ratePerSecond: 100}, phases: {warmupMs: 500, baselineMs: 1000, faultMs: 1, recoveryMs: 1}});

function samples(count: number, failed: number, fromMs = 500) {
	return Array.from({length: count}, (_, id) => ({
		id,
		status: 200,
		good: id >= failed,
		upstream: 1,
		dueAtMs: fromMs + id * 10,
		endedAtMs: fromMs + id * 10 + 1,
	}));
}

test('a baseline with all its requests good lets the fault be injected', (t) => {
	t.is(uncleanBaseline(plan, samples(100, 0), 500), null);
	t.is(uncleanBaseline(plan, samples(100, 1), 500), null, 'one in a hundred is allowed');
});

test('failed requests keep the fault from being injected', (t) => {
	t.regex(uncleanBaseline(plan, samples(100, 2), 500) ?? '', /2 of 100 requests failed before anything was injected/);
});

function answered(status: number) {
	return samples(100, 60).map((sample) => ({...sample, status: sample.good ? 200 : status}));
}

test('where the path is the reason, the reason names it', (t) => {
	t.regex(
		uncleanBaseline(plan, answered(404), 500) ?? '',
		/60 of 100 requests failed .*most of them with 404: is \/items a path .*\/items\?gq=1/,
	);
	t.notRegex(uncleanBaseline(plan, answered(502), 500) ?? '', /is \/items a path/);
});

test('too few requests keep the fault from being injected, and those of the warm-up do not count', (t) => {
	t.regex(uncleanBaseline(plan, samples(80, 0), 500) ?? '', /of about 100 requests, only 80 had ended/);
	t.regex(uncleanBaseline(plan, samples(100, 0, 0), 500) ?? '', /only 50 had ended/);
});

test('requests that take long on purpose need not have ended', (t) => {
	const {upstreams, load} = plan;
	const slow = {
		...plan,
		upstreams: upstreams.map((upstream) => ({...upstream, serviceMs: 300})),
		load: {...load, slowClients: {share: 1, pauseMs: 50}},
	};
	const ended = samples(38, 0);
	t.regex(uncleanBaseline(plan, ended, 0) ?? '', /only 38 had ended/);
	t.is(uncleanBaseline(slow, ended, 0), null);
	t.regex(uncleanBaseline(slow, samples(20, 0), 0) ?? '', /of about 35 requests, only 20 had ended/);
	const long = {...plan, load: {...load, path: '/download/1000/600'}};
	t.is(uncleanBaseline(long, ended, 0), null);
});

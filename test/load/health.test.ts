import test from 'ava';
import {judgeHealth, mergeHealth, withClock, type MeasuredHealth} from '../../src/load/health.ts';

const quiet: MeasuredHealth = {
	intended: 1000,
	sent: 1000,
	unsent: 0,
	latePercent: 0.2,
	lateP50Ms: 0.1,
	lateP99Ms: 1,
	lateMaxMs: 8,
	peakInFlight: 12,
	connectionsOpened: 12,
	cpuPercent: 10,
	gaps: [],
};

test('a quiet generator is valid, without reasons', (t) => {
	const health = judgeHealth(quiet);
	t.is(health.verdict, 'valid');
	t.deepEqual(health.reasons, []);
});

const cases: readonly (readonly [string, Partial<MeasuredHealth>, 'suspect' | 'invalid'])[] = [
	['a few late sends', {latePercent: 1.5}, 'suspect'],
	['many late sends', {latePercent: 11}, 'invalid'],
	['one unsent request', {sent: 999, unsent: 1}, 'suspect'],
	['more than one in a thousand unsent', {sent: 990, unsent: 10}, 'invalid'],
	['a short gap', {gaps: [[100, 140]]}, 'suspect'],
	[
		'a long gap',
		{
			gaps: [
				[100, 140],
				[200, 460],
			],
		},
		'invalid',
	],
	['nearly a whole core used', {cpuPercent: 90}, 'suspect'],
	['nothing due', {intended: 0, sent: 0}, 'invalid'],
	['nothing sent', {sent: 0, unsent: 1000}, 'invalid'],
];

for (const [what, change, verdict] of cases) {
	test(`${what}: the generator is ${verdict}, and says why`, (t) => {
		const health = judgeHealth({...quiet, ...change});
		t.is(health.verdict, verdict);
		t.is(health.reasons.length, 1);
	});
}

test('several generators are as good as the worst of them', (t) => {
	const good = judgeHealth(quiet);
	const bad = judgeHealth({...quiet, intended: 10, sent: 10, latePercent: 50, gaps: [[5, 300]]});
	const merged = mergeHealth(
		new Map([
			['loadgen', good],
			['loadgen2', bad],
		]),
	);
	t.is(merged.verdict, 'invalid');
	t.is(merged.intended, 1010);
	t.true(merged.latePercent < 1);
	t.deepEqual(merged.gaps, [[5, 300]]);
	t.regex(merged.reasons[0] ?? '', /^loadgen2: 50\.0 % of requests/);
	t.is(merged.reasons.length, bad.reasons.length);
	t.is(mergeHealth(new Map([['loadgen', bad]])), bad);
});

test('a generator whose clock is hardly known is invalid, and one whose clock is known is what it was', (t) => {
	const health = judgeHealth(quiet);
	t.is(withClock(health, 3), health);
	const unknown = withClock(health, 73);
	t.is(unknown.verdict, 'invalid');
	t.deepEqual(unknown.reasons, ['its clock is known to ± 73 ms only (at most 50 ms can be judged by)']);
});

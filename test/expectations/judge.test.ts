import test from 'ava';
import {expect} from '../../src/expectations/expect.ts';
import {judge} from '../../src/expectations/judge.ts';
import {rules} from '../../src/expectations/rules.ts';
import {buildPlan, buildTimeline, healthyGenerator, killed, treated} from '../helpers/timeline-builder.ts';
import {judgeExpectations} from '../helpers/judge-rule.ts';

const right = [
	expect.errors({cause: 'connection_refused', by: 'gateway', share: [0.99, 1]}),
	expect.outage({matchesFaultWithinMs: 50}),
	expect.recovery({withinMs: 1000}),
	expect.ledger({lost: 0, duplicated: 0}),
];
const wrong = expect.status({is: 503});
const down = buildTimeline({fault: killed()});

test('a run in which every expectation holds passes, and gives no reasons', (t) => {
	const judged = judgeExpectations(down, right);
	t.is(judged.verdict, 'pass');
	t.deepEqual(judged.reasons, []);
	t.is(judged.sensitivity, null);
	t.is(judged.expectations.length, 4);
});

test('fail counts for more than inconclusive, and inconclusive for more than pass', (t) => {
	const open = expect.errors({cause: 'dns_error'});
	t.is(judgeExpectations(down, [...right, open]).verdict, 'inconclusive');
	const judged = judgeExpectations(down, [...right, open, wrong]);
	t.is(judged.verdict, 'fail');
	t.is(judged.reasons.length, 2);
	t.regex(
		judged.reasons.join('\n'),
		/status failed: expected 503 for 99 % to 100 % of requests due in the fault window; observed 503 for 0 of 600/,
	);
});

const doubtful = test.macro({
	exec(t, _name: string, timeline: typeof down, reason: RegExp) {
		const judged = judgeExpectations(timeline, [...right, wrong]);
		t.is(judged.verdict, 'inconclusive');
		t.regex(judged.reasons.join('\n'), reason);
		t.true(judged.expectations.every(({verdict}) => verdict === 'inconclusive'));
		t.regex(judged.expectations[4]?.observed ?? '', /^503 for 0 of 600 .* \(would be fail, but the run proves nothing\)$/);
	},
	title: (_given, name: string) => `neither pass nor fail is said of a run ${name}`,
});

test(doubtful, 'in which the harness had a problem', {...down, problems: ['collect threw']}, /^collect threw$/);
test(
	doubtful,
	'whose generator was starved',
	{...down, generator: healthyGenerator(1, {verdict: 'invalid', reasons: ['8 % were sent late']})},
	/the harness measured itself: 8 % were sent late/,
);
test(
	doubtful,
	'with a capacity too low for its rate',
	{...down, capacity: {beforePerSecond: 210, afterPerSecond: null, latencyTrusted: true}},
	/the topology answers 210 requests per second at most, too few for a load of 200/,
);
test(doubtful, 'whose generator gave no account', {...down, generator: null}, /gave no account/);
test(doubtful, 'without a witness', {...down, witness: null}, /the fault met no traffic: it proved nothing/);
test(doubtful, 'whose witness is zero', {...down, witness: {count: 0, unit: 'requests reset', evidence: []}}, /the fault met no traffic/);
test(
	doubtful,
	'whose baseline was not clean',
	buildTimeline({
		fault: {
			...killed(),
			treat: (request) => (request.id % 20 === 3 ? {status: 502, endMs: request.sentMs + 1} : killed().treat(request, killed())),
		},
	}),
	/^the baseline was not clean: 2\d of \d+ \(5\.?\d? %\) requests failed/,
);

test('a suspect generator does not decide, and its gaps widen the edges', (t) => {
	const judged = judgeExpectations({...down, generator: healthyGenerator(1, {verdict: 'suspect', gaps: [[3480, 3560]]})}, right);
	t.is(judged.verdict, 'pass');
	t.true((judged.facts.outages[0]?.uncertaintyMs ?? 0) >= 40);
});

test('a run that expects nothing is inconclusive', (t) => {
	t.is(judgeExpectations(down, []).verdict, 'inconclusive');
});

test('a run that broke before its load began is inconclusive, and is judged without an error', (t) => {
	const empty = buildTimeline({baselineMs: 0, faultMs: 0, recoveryMs: 0, ratePerSecond: 1});
	const broken = {
		...empty,
		samples: {...empty.samples, count: 0, dueMs: new Float64Array()},
		events: [],
		generator: null,
		problems: ['the gateway did not start'],
	};
	const judged = judgeExpectations(broken, right);
	t.is(judged.verdict, 'inconclusive');
	t.deepEqual(judged.reasons, ['the gateway did not start']);
});

test('a rule that throws is inconclusive with its error, and the others stand', (t) => {
	const throwing = {
		kind: 'outage',
		summary: '',
		validate: () => [],
		judge: () => {
			throw new Error('a table was empty');
		},
	};
	const plan = {...down.plan, expectations: right.map((expectation) => ({...expectation, name: expectation.kind, answers: [502]}))};
	const judged = judge(
		{...down, plan},
		rules.map((rule) => (rule.kind === 'outage' ? throwing : rule)),
	);
	t.is(judged.verdict, 'inconclusive');
	t.deepEqual(
		judged.expectations.map(({verdict}) => verdict),
		['pass', 'inconclusive', 'pass', 'pass'],
	);
	t.is(judged.expectations[1]?.observed, 'the rule broke: a table was empty');
});

test('an expectation without a rule, or with wrong options, is inconclusive', (t) => {
	const judged = judgeExpectations(down, [
		{kind: 'vibes', options: {}},
		{kind: 'outage', options: {lengthMs: 7}},
	]);
	t.deepEqual(
		judged.expectations.map(({verdict}) => verdict),
		['inconclusive', 'inconclusive'],
	);
	t.regex(judged.expectations[1]?.observed ?? '', /`outage.lengthMs` must be a range/);
});

test('with the fault withheld the witness is not asked for, and the sensitive expectations fail', (t) => {
	const judged = judgeExpectations(buildTimeline(), right, ['errors', 'outage', 'ledger']);
	t.is(judged.verdict, 'fail');
	t.deepEqual(judged.sensitivity, [
		{name: 'errors', failed: true},
		{name: 'outage', failed: true},
		{name: 'ledger', failed: false},
	]);
});

test('a wrong fault needs its witness too, and fails', (t) => {
	const timeline = buildTimeline({fault: treated(() => ({status: 504, cause: 'http_response_timeout'})), plan: {mode: 'wrong'}});
	t.is(judgeExpectations(timeline, right).verdict, 'fail');
	t.is(judgeExpectations({...timeline, witness: null}, right).verdict, 'inconclusive');
});

test('a scenario without a fault needs no witness', (t) => {
	const steady = buildTimeline({plan: {fault: null, mode: 'as-written'}});
	t.is(judgeExpectations(steady, [expect.noErrors()]).verdict, 'pass');
});

test('every rule has its own kind, a constructor in expect, a summary, and refuses unknown options with the nearest name', (t) => {
	t.deepEqual(rules.map(({kind}) => kind).sort(), Object.keys(expect).sort());
	t.is(new Set(rules.map(({kind}) => kind)).size, rules.length);
	for (const rule of rules) {
		t.true(rule.summary.length > 10);
		const problems = rule.validate({windw: 1, lost: 'x', is: 'x'}, 'expect[0]');
		t.true(
			problems.some(({message}) => message.startsWith('unknown option')),
			rule.kind,
		);
		t.true(
			problems.every(({path}) => path.startsWith('expect[0]')),
			rule.kind,
		);
		t.true(rule.validate(7, 'expect[0]').length > 0, rule.kind);
	}
});

test('judging is pure: twice the same, and the timeline is untouched', (t) => {
	const before = JSON.stringify(buildPlan());
	t.deepEqual(judgeExpectations(down, right), judgeExpectations(down, right));
	t.is(JSON.stringify(buildPlan()), before);
});

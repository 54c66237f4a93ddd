import test from 'ava';
import {expect} from '../../src/expectations/expect.ts';
import {readFacts} from '../../src/expectations/read-facts.ts';
import {buildTimeline, killed, treated} from '../helpers/timeline-builder.ts';
import {judgeExpectation} from '../helpers/judge-rule.ts';

const committedThenReset = treated(({post}) =>
	post
		? {status: 502, cause: 'connection_terminated', steps: [{step: 'received'}, {step: 'committed'}, {step: 'faulted', detail: 'reset'}]}
		: null,
);
const clean = expect.ledger({lost: 0, duplicated: 0});
const spoilt = expect.ledger({committedButFailed: 'faulted'});

test('it passes when nothing was lost and nothing came twice', (t) => {
	const {verdict, observed} = judgeExpectation(buildTimeline({fault: killed()}), clean);
	t.is(verdict, 'pass');
	t.regex(observed, /^lost 0, duplicated 0; 340 POSTs sent, \d+ keys committed$/);
});

test('a POST that was answered well and never committed is lost', (t) => {
	const lost = buildTimeline({
		fault: treated(({id}) => (id === 800 ? {byApp: true, upstream: 1, steps: [{step: 'received'}, {step: 'answered'}]} : null)),
	});
	const {verdict, observed, evidence} = judgeExpectation(lost, clean);
	t.is(verdict, 'fail');
	t.regex(observed, /^lost 1, duplicated 0/);
	t.regex(evidence.join('\n'), /request 800 \(POST\)/);
	t.deepEqual(readFacts(lost).ledger.ids.lost, [800]);
});

test('a key that was committed twice is duplicated', (t) => {
	const twice = buildTimeline({
		fault: treated(({id}) =>
			id === 800
				? {
						byApp: true,
						upstream: 2,
						steps: [{step: 'received'}, {step: 'committed'}, {step: 'received'}, {step: 'committed'}, {step: 'answered'}],
					}
				: null,
		),
	});
	t.is(judgeExpectation(twice, clean).verdict, 'fail');
	t.is(judgeExpectation(twice, expect.ledger({duplicated: [1, 2]})).verdict, 'pass');
});

test('it finds exactly the commits that clients were told had failed', (t) => {
	const {verdict, observed} = judgeExpectation(buildTimeline({fault: committedThenReset}), spoilt);
	t.is(verdict, 'pass');
	t.regex(observed, /^committedButFailed 120, spoilt after commit 120/);
});

test('a commit that failed without the app spoiling it is one too many', (t) => {
	const fault = treated((request) =>
		request.id === 800
			? {status: 504, steps: [{step: 'received'}, {step: 'committed'}, {step: 'answered'}]}
			: request.post
				? {status: 502, steps: [{step: 'received'}, {step: 'committed'}, {step: 'faulted', detail: 'reset'}]}
				: null,
	);
	const {verdict, evidence} = judgeExpectation(buildTimeline({fault}), spoilt);
	t.is(verdict, 'fail');
	t.regex(evidence[0] ?? '', /not spoilt by the app, but clients were told of failure: requests 800$/);
});

test('it fails when the fault was withheld: no commit was spoilt', (t) => {
	t.is(judgeExpectation(buildTimeline(), spoilt).verdict, 'fail');
});

test('it is inconclusive when no POST was sent', (t) => {
	const timeline = buildTimeline();
	const samples = {...timeline.samples, flags: timeline.samples.flags.map((flags) => flags & ~1)};
	t.is(judgeExpectation({...timeline, samples}, clean).verdict, 'inconclusive');
});

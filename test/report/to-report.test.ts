import test from 'ava';
import {expect} from '../../src/expectations/expect.ts';
import {toRunReport} from '../../src/report/to-report.ts';
import {buildTimeline, faultFromMs, killed, treated} from '../helpers/timeline-builder.ts';
import {judgeExpectations} from '../helpers/judge-rule.ts';

const files = {timeline: 'r/timeline.json', samples: 'r/samples.gqs', logs: []};
const refused = expect.errors({cause: 'connection_refused', by: 'gateway'});

test('a run in the report has the verdict, the fault, the cause and the line that repeats it', (t) => {
	const timeline = buildTimeline({fault: killed()});
	const plan = {...timeline.plan, expectations: [{...refused, name: 'errors', answers: [502]}]};
	const run = toRunReport({...timeline, plan}, judgeExpectations(timeline, [refused]), files, {retriesOfRun: 1});
	t.like(run, {id: 'upstream-killed.nginx.default.1', verdict: 'pass', mode: 'as-written', retriesOfRun: 1, files});
	t.like(run.gateway, {name: 'nginx', version: '1.26.3', image: 'gatequake-nginx'});
	t.like(run.fault, {kind: 'kill', inject: {effectiveMs: faultFromMs}, witness: {count: 1}});
	t.is(run.cause.expected, 'connection_refused');
	t.deepEqual(run.cause.observed, ['connection_refused']);
	t.deepEqual(run.attribution, {gateway: 600, upstream: 0, unknown: 0});
	t.is(run.repro, timeline.plan.repro);
});

test('evidence is bounded, however much went wrong', (t) => {
	const lost = treated(({post}) => ({byApp: true, upstream: 1, steps: post ? [] : [{step: 'received'}], cause: null}));
	const timeline = buildTimeline({fault: {...lost, toMs: 9000}});
	const long = {...timeline, problems: ['x'.repeat(10_000)]};
	const run = toRunReport(long, judgeExpectations(long, [expect.ledger({lost: 0})]), files);
	t.true(run.ledger.lost > 100);
	t.is(run.ledger.ids.lost.length, 50);
	t.true(run.reasons.every((reason) => reason.length <= 400));
	t.true(run.expectations.every(({evidence}) => evidence.length <= 10));
	t.true(JSON.stringify({...run, chart: null}).length < 30_000);
});

test('a run that broke before its load has a report too', (t) => {
	const timeline = buildTimeline();
	const samples = {...timeline.samples, count: 0};
	const broken = {...timeline, events: [], samples, generator: null, parts: {}, problems: ['the gateway did not start']};
	const run = toRunReport(broken, judgeExpectations(broken, [refused]), files);
	t.like(run, {verdict: 'inconclusive', chart: {buckets: 0}, reasons: ['the gateway did not start']});
	t.notThrows(() => JSON.stringify(run));
});

test('the config stands in the report with the files beside it, and one of a megabyte is cut and says so', (t) => {
	const timeline = buildTimeline();
	const config = {...timeline.plan.gateway.config, text: 'x'.repeat(1_000_000), others: [{path: '/etc/more.conf', content: 'y'}]};
	const plan = {...timeline.plan, gateway: {...timeline.plan.gateway, config}};
	const run = toRunReport({...timeline, plan}, judgeExpectations(timeline, [refused]), files);
	t.true(run.config.text.length < 101_000);
	t.regex(run.config.text, /\(1000000 characters in all\)$/);
	t.deepEqual(run.config.others, [{path: '/etc/more.conf', text: 'y'}]);
});

test('the parts of a sequence stand in the report with their times, in their order; a fault without parts has none', (t) => {
	const timeline = buildTimeline({fault: {...killed(), events: [band('parts[1]', 3900, 4000), band('parts[0]', 2600, 3600)]}});
	const {fault} = toRunReport(timeline, judgeExpectations(timeline, [refused]), files);
	t.deepEqual(
		fault?.parts?.map(({name, fromMs, toMs}) => [name, fromMs, toMs]),
		[
			['parts[0]', 2600, 3600],
			['parts[1]', 3900, 4000],
		],
	);
	const plain = buildTimeline({fault: killed()});
	t.is(toRunReport(plain, judgeExpectations(plain, [refused]), files).fault?.parts, undefined);
});

function band(name: string, atMs: number, toMs: number) {
	return {kind: 'fault-part', name, describe: `fault of ${name}`, atMs, toMs, uncertaintyMs: 1, evidence: 'seen'} as const;
}

import test from 'ava';
import {GatequakeError} from '../../src/error.ts';
import {ReportJoiner} from '../../src/report/join-reports.ts';
import {parseReport} from '../../src/report/parse-report.ts';
import {renderJson} from '../../src/report/json.ts';
import type {Report, RunReport} from '../../src/report/report.ts';
import {splitShards} from '../../src/scenario/split-shards.ts';
import {buildBaseline, buildPlan, buildReport, failingRun, inconclusiveRun, passingRun} from '../helpers/report-builder.ts';

const clean = {cleanup: {ok: true, left: []}};
const wholeRuns: readonly RunReport[] = Array.from({length: 40}, (_, index) => {
	const make = index % 11 === 3 ? failingRun : index % 13 === 5 ? inconclusiveRun : passingRun;
	const scenario = `story-${Math.floor(index / 4)}`;
	return make({...clean, scenario, id: `${scenario}.nginx.default.${(index % 4) + 1}`, repeat: (index % 4) + 1});
});
const whole = buildReport(wholeRuns, {
	command: 'gatequake run --seed 7',
	skipped: [{scenario: 's', gateway: 'caddy', because: 'no such thing'}],
});

/** As eight machines would have written them: each its own runs, its own times. */
function shardsOf(report: Report, of: number): readonly Report[] {
	const times = new Map(report.runs.map(({id}, index) => [id, 1000 * (1 + (index % 7))]));
	return splitShards(report.plan.runs, of, {timesMs: times}).map((ids, index) =>
		buildReport(
			report.runs.filter(({id}) => ids.includes(id)),
			{
				plan: report.plan,
				shard: {index: index + 1, of},
				startedAt: `2026-11-21T10:0${index}:00.000Z`,
				command: `${report.command} --shard ${index + 1}/${of} --output /tmp/shard${index + 1} --send http://c:7420 --sent-is-done`,
				skipped: report.skipped,
			},
		),
	);
}

function joinAll(reports: readonly Report[]): {
	readonly report: Report;
	readonly notes: readonly string[];
} {
	const joiner = new ReportJoiner();
	for (const [index, {runs, ...head}] of reports.entries()) {
		joiner.addReport(head, `part${index + 1}`);
		for (const run of runs) joiner.addRun(run);
	}

	const {head, runs, notes} = joiner.join();
	return {report: {...head, runs: [...runs()]}, notes};
}

function taken(...reports: readonly Report[]): string {
	const [only] = joinAll(reports).report.runs;
	return `${only?.verdict} ${only?.startedAt.slice(15, 16)}`;
}

test('eight shards give the report of one run of the same plan, but for times', (t) => {
	const {report, notes} = joinAll(shardsOf(whole, 8));
	const {startedAt, durationMs} = whole;
	t.deepEqual({...report, startedAt, durationMs}, whole);
	t.is(renderJson({...report, startedAt, durationMs}), renderJson(whole));
	t.deepEqual(notes, []);
	t.is(report.startedAt, '2026-11-21T10:00:00.000Z');
});

test('the order in which shards are given changes nothing', (t) => {
	const shards = shardsOf(whole, 8);
	t.deepEqual(joinAll(shards.toReversed()).report, joinAll(shards).report);
});

test('the joined report is one that can be read, and joined again', (t) => {
	const shards = shardsOf(whole, 3);
	const half = parseReport(renderJson(joinAll(shards.slice(0, 2)).report));
	t.regex(half.errors.join('\n'), /^missing: shard 3 of 3\nmissing: \d+ of 40 planned runs: .*, …$/);
	t.is(half.exitCode, 4);
	const {startedAt, durationMs} = whole;
	t.deepEqual({...joinAll([half, ...shards.slice(2)]).report, startedAt, durationMs}, whole);
});

test('a shard that is given twice counts once, and that is said', (t) => {
	const shards = shardsOf(whole, 4);
	const {report, notes} = joinAll([...shards, ...shards.slice(1, 2)]);
	t.deepEqual(report.runs, whole.runs);
	t.is(notes.length, shards[1]?.runs.length ?? 0);
	t.regex(notes[0] ?? '', /is in part2 and in part5: it counts once, as in part2$/);
});

test('of two tries of a run one that proved something counts, then the worse, then the later', (t) => {
	const plan = buildPlan([passingRun()], 'abc');
	const run = (verdict: RunReport['verdict'], minute: number) =>
		buildReport([passingRun({...clean, verdict, startedAt: `2026-11-21T10:0${minute}:00.000Z`})], {plan});
	t.is(taken(run('inconclusive', 1), run('pass', 2)), 'pass 2');
	t.is(taken(run('fail', 1), run('pass', 2)), 'fail 1', 'a second try makes nothing green');
	t.is(taken(run('pass', 2), run('fail', 1)), 'fail 1');
	t.is(taken(run('pass', 1), run('pass', 2)), 'pass 2');
	t.is(taken(run('pass', 1), run('inconclusive', 2)), 'pass 1');
});

test('a shard that broke off is made whole by one that was run again', (t) => {
	const [first, second] = shardsOf(whole, 2);
	if (first === undefined || second === undefined) throw new RangeError('there are two');
	const broken = {
		...second,
		runs: second.runs.slice(0, 3),
		interrupted: true,
		errors: [`${second.runs[5]?.id}: the container would not start`],
	};
	const alone = joinAll([first, broken]).report;
	t.like(alone, {interrupted: true, exitCode: 130});
	const {report} = joinAll([first, broken, second]);
	t.like(report, {interrupted: false, errors: [], exitCode: 1});
	t.deepEqual(report.runs, whole.runs);
});

test('reports of different plans without a run in common are joined, one plan after the other', (t) => {
	const [a, b] = ['nginx', 'haproxy'].map((name) =>
		buildReport([passingRun({id: `steady.${name}.default.1`})], {plan: {...whole.plan, hash: name, runs: [`steady.${name}.default.1`]}}),
	);
	if (a === undefined || b === undefined) throw new RangeError('there are two');
	const {report} = joinAll([a, b]);
	t.deepEqual(report.plan.runs, ['steady.nginx.default.1', 'steady.haproxy.default.1']);
	t.deepEqual(
		report.runs.map(({id}) => id),
		report.plan.runs,
	);
	t.false([a.plan.hash, b.plan.hash].includes(report.plan.hash));
});

test('hosts that differ are all named, with the least of what they have', (t) => {
	const [first, second] = shardsOf(whole, 2);
	if (first === undefined || second === undefined) throw new RangeError('there are two');
	const {report} = joinAll([first, {...second, host: {...second.host, kernel: 'Linux 5.10.0', cpus: 1}}]);
	t.like(report.host, {kernel: 'Linux 5.10.0, Linux 6.12.48', cpus: 1, memoryBytes: first.host.memoryBytes});
});

test('inconclusive runs stay a warning where they were one', (t) => {
	const unproven = buildReport([inconclusiveRun(clean)], {exitCode: 0});
	t.is(joinAll([unproven]).report.exitCode, 0);
	t.is(joinAll([{...unproven, exitCode: 3}]).report.exitCode, 3);
});

test('what changed since the baseline is joined, and fails what got worse', (t) => {
	const [first, second] = shardsOf(buildReport(wholeRuns.slice(0, 8)), 2);
	if (first === undefined || second === undefined) throw new RangeError('there are two');
	const worse = {
		cell: 'story-1.nginx.default',
		what: 'verdict',
		title: 'verdict',
		unit: null,
		from: 'pass',
		to: 'fail',
		direction: 'worse',
	} as const;
	const parts = [
		{...first, baseline: buildBaseline({new: ['story-0.nginx.default'], gone: ['old'], same: 0})},
		{...second, baseline: buildBaseline({changed: [worse], gone: ['old'], same: 0})},
	];
	t.like(joinAll(parts).report.baseline, {new: ['story-0.nginx.default'], gone: ['old'], changed: [worse], same: 0});
	t.is(joinAll(parts).report.exitCode, 1);
	t.is(joinAll([parts[0] ?? first, second]).report.baseline, null, 'a part without a baseline');
});

const refused = test.macro((t, other: Partial<Report>, words: RegExp) => {
	const error = t.throws(() => joinAll([whole, {...whole, ...other}]), {instanceOf: GatequakeError});
	t.like(error, {code: 'CANNOT_JOIN', exitCode: 2});
	t.regex(error.message, words);
	t.true((error.hint ?? '').length > 0);
});

test(
	'a report of another version is refused, with both',
	refused,
	{tool: {name: 'gatequake', version: '0.2.0'}},
	/part1 was written by gatequake 0\.1\.0, and part2 by 0\.2\.0/,
);
test(
	'a run of the same id from another plan is refused, with its id',
	refused,
	{plan: {...whole.plan, hash: 'another'}},
	/part1 and part2 both have a run `story-0\.nginx\.default\.1`, of plans that differ/,
);

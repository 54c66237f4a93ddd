import {readFileSync, readdirSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {diagnose} from '../../src/diagnosis/diagnose.ts';
import {evidenceOf} from '../../src/diagnosis/run/evidence-of.ts';
import {readFacts} from '../../src/expectations/read-facts.ts';
import type {Timeline, TimelineEvent} from '../../src/timeline/timeline.ts';
import {projectFolder} from '../helpers/source-file.ts';
import {buildTimeline, faultFromMs, faultToMs, hung, killed, treated} from '../helpers/timeline-builder.ts';

const at = (atMs: number) => ({atMs, uncertaintyMs: 0.1});

/** What tells of the fault and of nothing else: each of these would give it away. */
const tells: readonly TimelineEvent[] = [
	{kind: 'process', ...at(faultFromMs - 1), part: 'app1', what: 'signalled', pid: 9, signal: 'SIGSTOP'},
	{kind: 'counter', ...at(faultToMs), part: 'app1', name: 'network.incoming', value: 600, source: 'nft'},
	{kind: 'counter', ...at(faultToMs), part: 'link', name: 'link.resets', value: 600, source: '/proc/net/snmp'},
	{kind: 'journal', ...at(faultFromMs), part: 'app1', requestId: 600, step: 'faulted', detail: 'reset'},
	{kind: 'fault-part', ...at(faultFromMs), name: 'parts[0]', describe: 'SIGKILL of app1', toMs: faultToMs, evidence: 'gone'},
];

const exited: TimelineEvent = {kind: 'process', ...at(faultFromMs + 2), part: 'app1', what: 'exited', pid: 12, exitCode: 137};
const stories: Readonly<Record<string, Timeline>> = {
	killed: buildTimeline({fault: {...killed(), events: [exited]}}),
	hung: buildTimeline({fault: hung()}),
	reset: buildTimeline({fault: treated(() => ({status: 502, cause: 'connection_terminated', steps: [{step: 'received'}]}))}),
};

for (const [name, timeline] of Object.entries(stories)) {
	test(`what is known of the fault changes nothing in the diagnosis: ${name}`, (t) => {
		const told = diagnose(evidenceOf(timeline, readFacts(timeline)));
		t.true(told.length > 0);
		const disguised = otherwiseTold(timeline);
		t.deepEqual(diagnose(evidenceOf(disguised, readFacts(disguised))), told);
	});
}

test('evidence carries no word of the fault, the scenario, or what was expected', (t) => {
	const timeline = otherwiseTold(buildTimeline({fault: killed()}));
	const {samples: _numbers, good: _bits, ...evidence} = evidenceOf(timeline, readFacts(timeline));
	const text = JSON.stringify(evidence);
	for (const word of [
		'freeze',
		'SIGSTOP',
		'given-away',
		'faulted',
		'network.incoming',
		'link.resets',
		'fault-part',
		'inject',
		'withheld',
	]) {
		t.false(text.includes(word), word);
	}
});

test('an app’s remark beside a step is not known', (t) => {
	const remarked: TimelineEvent = {
		kind: 'journal',
		...at(faultFromMs),
		part: 'app1',
		requestId: 601,
		step: 'answered',
		detail: 'given-away',
	};
	const timeline = buildTimeline({fault: {...killed(), events: [remarked]}});
	t.false(JSON.stringify(evidenceOf(timeline, readFacts(timeline)).events).includes('given-away'));
});

test('no rule imports a timeline, a plan or facts: they have only what evidence.ts lets through', (t) => {
	const folder = path.join(projectFolder, 'src/diagnosis/rules');
	const forbidden = /from '[^']*(?:timeline\/(?:timeline-file|marks)|scenario\/|expectations\/|evidence-of|faults\/|report\/)/;
	for (const name of readdirSync(folder)) {
		const code = readFileSync(path.join(folder, name), 'utf8');
		t.notRegex(code, forbidden, name);
		t.notRegex(code, /\bTimeline\b|\bRunPlan\b|\bFaultPlan\b/, name);
	}
});

/** The same run, told as one of another fault, with all that would give that one away. */
function otherwiseTold(timeline: Timeline): Timeline {
	const {plan} = timeline;
	return {
		...timeline,
		plan: {
			...plan,
			id: 'given-away.nginx.default.1',
			scenario: 'given-away',
			title: 'given-away',
			file: 'given-away.ts',
			tags: ['given-away'],
			fault: {kind: 'freeze', options: {upstream: 'given-away'}, describe: 'given-away', needs: {network: [], links: []}},
			links: [{name: 'given-away', host: 'link', port: 18_081, to: 'app1:8080'}],
			expectations: [],
			sensitive: ['given-away'],
			mode: 'withheld',
			seed: 99,
			repro: 'given-away',
			upstreams: plan.upstreams.map((upstream) => ({...upstream, kind: 'given-away'})),
		},
		witness: {count: 99, unit: 'given-away', evidence: ['given-away']},
		problems: [],
		events: [...timeline.events.map(later), ...tells].toSorted((a, b) => a.atMs - b.atMs),
	};
}

/** The harness's own marks of the fault, at other instants. */
function later(event: TimelineEvent): TimelineEvent {
	return event.kind === 'mark' && /^(?:inject|clear)/.test(event.name) ? {...event, atMs: event.atMs + 400} : event;
}

// What a scenario says of its load, on real gateways and apps. Each story is one run.
import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import {startLoadDriver} from '../../src/load/driver.ts';
import {loadTimeline} from '../../src/run/save-timeline.ts';
import type {RunReport} from '../../src/report/report.ts';
import {outcomes, type SampleSet} from '../../src/timeline/sample.ts';
import type {AccessEvent, Timeline} from '../../src/timeline/timeline.ts';
import {gatequake, readReport, repository, temporaryFolder} from '../helpers/command.ts';
import {leftoversOf} from '../helpers/leftovers.ts';
import {anOrder} from '../helpers/load-order.ts';
import {openTestRuntime} from '../helpers/test-runtime.ts';

interface Told {
	readonly run: RunReport;
	readonly timeline: Timeline;
}

async function tell(story: string): Promise<Told> {
	await using folder = await temporaryFolder();
	const file = path.join(folder.path, 'story.ts');
	await mkdir(path.join(folder.path, 'report'));
	await writeFile(
		file,
		`import {bytes, defineScenario, expect, hang, kill, node} from '${repository}src/index.ts';\nexport default defineScenario({${story}});\n`,
	);
	const output = path.join(folder.path, 'report');
	const {stdout, stderr} = await gatequake(['run', file, '--output', output, '--inconclusive', 'retry=2']);
	const [run] = (await readReport(output).catch((error: unknown) => Promise.reject(new Error(`${stdout}\n${stderr}`, {cause: error}))))
		.runs;
	if (run === undefined) throw new Error(`expected a run, and there was none: ${stdout}\n${stderr}`);
	if (run.verdict === 'inconclusive') throw new Error(run.reasons.join('\n'));
	const left = await leftoversOf(stdout);
	if (left.length > 0) throw new Error(`expected nothing to be left, and there is ${left.join()}`);
	return {run, timeline: await loadTimeline(path.join(output, run.id))};
}

function wordsOf({outcome, status}: SampleSet): readonly string[] {
	return [...outcome].map((index, row) => (outcomes[index] === 'status' ? String(status[row]) : (outcomes[index] ?? '')));
}

function accessLines({events}: Timeline): readonly AccessEvent[] {
	return events.filter((event): event is AccessEvent => event.kind === 'access');
}

test.serial(
	'clients that try again see no error when one of two upstreams is killed, though the gateway answers them with errors',
	async (t) => {
		t.timeout(180_000);
		const {run, timeline} = await tell(`
		title: 'one of two apps is killed, and clients try again',
		topology: {upstreams: [node(), node()], gateway: {retries: 'off', maxFails: 0}},
		load: {ratePerSecond: 100, timeoutMs: {connect: 1000, firstByte: 1000, body: 1000}, retry: {attempts: 20, backoffMs: 20, factor: 1}},
		phases: {baselineMs: 1500, faultMs: 2000, recoveryMs: 2500},
		fault: kill({upstream: 'app2', restartAfterMs: 2000}),
		expect: [
			expect.noErrors(),
			expect.status({is: 502, share: [0.2, 0.7]}),
			expect.ledger({lost: 0, duplicated: [0, 2]}),
			expect.retries({attemptsPerRequest: [1, 1]}),
		],
		failsWithoutFault: ['status'],
	`);
		t.is(run.verdict, 'pass', JSON.stringify(run.expectations));
		const {fault} = run.windows;
		t.true((fault?.retries ?? 0) > 20, JSON.stringify(fault));
		t.is(fault?.good, fault?.intended);
		t.is(run.windows.baseline.retries, 0);
		// As many goods as in the baseline, and not more because of the further tries.
		t.true(Math.abs((fault?.goodputPerSecond ?? 0) - 100) < 2, `${fault?.goodputPerSecond}`);
		// Each try is a request of its own for the gateway, with an id of its own.
		const {samples} = timeline;
		t.is(new Set(samples.id).size, samples.count);
		t.is(accessLines(timeline).length, samples.count);
	},
);

test.serial('clients that are slow to send are answered all the same, and hold up nobody', async (t) => {
	t.timeout(180_000);
	const {run, timeline} = await tell(`
		title: 'one client in five is slow to send',
		topology: {upstreams: [node()]},
		load: {ratePerSecond: 100, slowClients: {share: 0.2, pauseMs: 50}},
		phases: {baselineMs: 1500, faultMs: 500, recoveryMs: 500},
		fault: null,
		expect: [expect.noErrors(), expect.latency({window: 'run', p50Ms: [0, 60]})],
	`);
	t.is(run.verdict, 'pass', JSON.stringify(run.expectations));
	// Eight pieces are seven pauses.
	const slow = timeline.samples.endUs.filter((endUs) => endUs >= 350_000).length / timeline.samples.count;
	t.true(slow > 0.1 && slow < 0.3, `${slow}`);
});

test.serial('clients that leave stand in the access log as 499', async (t) => {
	t.timeout(180_000);
	const {run, timeline} = await tell(`
		title: 'the app hangs, and half of the clients do not wait for the time-out',
		topology: {upstreams: [node()], gateway: {readTimeoutMs: 1000}},
		load: {ratePerSecond: 100, leavingClients: {share: 0.5, afterMs: 200}},
		phases: {baselineMs: 1500, faultMs: 1500, recoveryMs: 2500},
		fault: hang({after: 'request'}),
		expect: [expect.status({is: 'timeout-first-byte', share: [0.3, 0.7]}), expect.status({is: 504, share: [0.3, 0.7], name: 'patient'})],
		failsWithoutFault: ['status', 'patient'],
	`);
	t.is(run.verdict, 'pass', JSON.stringify(run.expectations));
	const words = wordsOf(timeline.samples);
	const left = timeline.samples.id.filter((_, row) => words[row] === 'timeout-first-byte');
	t.true(left.length > 40);
	const logged = accessLines(timeline).filter(({status}) => status === 499);
	t.deepEqual(
		logged.map(({requestId}) => Number(requestId)).toSorted((a, b) => a - b),
		[...left],
	);
});

test.serial('two generators are one load: every request once, on schedule, in the order of due times', async (t) => {
	t.timeout(180_000);
	const {run, timeline} = await tell(`
		title: 'two generators share the rate',
		topology: {upstreams: [node()]},
		load: {ratePerSecond: 200, generators: 2},
		phases: {baselineMs: 2000, faultMs: 500, recoveryMs: 500},
		fault: null,
		capacity: {durationMs: 1000, connections: 4},
		expect: [expect.noErrors()],
	`);
	t.is(run.verdict, 'pass', JSON.stringify(run.expectations));
	const {samples, generator} = timeline;
	t.is(generator?.intended, samples.count);
	t.is(generator?.sent, samples.sentUs.filter((sentUs) => sentUs >= 0).length);
	t.deepEqual(
		[...samples.id],
		Array.from(samples.id, (_, row) => row + 1),
	);
	const firstMs = samples.dueMs[0] ?? 0;
	t.true(samples.dueMs.every((dueMs, row) => Math.abs(dueMs - firstMs - row * 5) < 1e-6));
	t.true((run.capacity?.beforePerSecond ?? 0) > 100);
	// Both sent: one generator alone would have every second id missing.
	t.is(accessLines(timeline).filter(({requestId}) => requestId !== null).length, samples.count);
});

test.serial(
	'the rate rises with the fault and the gateway is kept busy meanwhile, and neither spoils the account of the other',
	async (t) => {
		t.timeout(180_000);
		const {run, timeline} = await tell(`
		title: 'a herd comes with the fault',
		topology: {upstreams: [node()]},
		load: {
			ratePerSecond: 50,
			rateSteps: [{from: 'fault', times: 4, forMs: 1000}],
			saturation: {connections: 2, during: 'fault'},
		},
		phases: {baselineMs: 1500, faultMs: 2000, recoveryMs: 1500},
		fault: kill({restartAfterMs: 2000}),
		expect: [expect.errors({cause: 'connection_refused', by: 'gateway', share: [0.98, 1]}), expect.recovery({withinMs: 500})],
		failsWithoutFault: ['errors', 'recovery'],
	`);
		t.is(run.verdict, 'pass', JSON.stringify(run.expectations));
		const {baseline, fault, recovery} = run.windows;
		t.true(Math.abs(baseline.intended - 75) <= 2, `${baseline.intended}`);
		// 100 ms until it is known, a second at four times the rate, and the rest at the old one.
		const plainRequests = (((fault?.toMs ?? 0) - (fault?.fromMs ?? 0)) / 1000) * 50;
		t.true(Math.abs((fault?.intended ?? 0) - plainRequests - 150) <= 10, `${fault?.intended}`);
		t.true(Math.abs((recovery?.intended ?? 0) / ((recovery?.toMs ?? 0) - (recovery?.fromMs ?? 0)) - 0.05) < 0.003);
		const {saturation} = run;
		t.true(saturation !== null && saturation.requests > 50, JSON.stringify(saturation));
		t.true(
			(saturation?.fromMs ?? 0) >= (fault?.fromMs ?? 0) && (saturation?.toMs ?? 0) < (recovery?.fromMs ?? 0) + 3000,
			JSON.stringify(saturation),
		);
		// Every request of the saturation, but for those that were under way at its end, has an access line without a request id, and none is a sample.
		const strangers = accessLines(timeline).filter(({requestId}) => requestId === null).length;
		t.true(Math.abs(strangers - (saturation?.requests ?? 0)) <= 0.01 * strangers, `${strangers} of ${saturation?.requests}`);
		t.is(accessLines(timeline).length - strangers, timeline.samples.count);
	},
);

test.serial('a load for which the ports of its machine do not suffice is refused, with what it needs', async (t) => {
	t.timeout(120_000);
	await using runtime = await openTestRuntime();
	await using network = await runtime.createNetwork('ports');
	const {reference} = await runtime.ensureImage('loadgen');
	await using container = await runtime.startContainer({
		part: 'loadgen',
		image: reference,
		command: ['node', '/opt/gatequake/bin/generator'],
		network: {name: network.name, aliases: ['loadgen']},
		control: true,
		sysctls: {'net.ipv4.ip_local_port_range': '20000 20299'},
	});
	if (container.control === null) throw new Error('expected a control channel');
	const target = {host: 'loadgen', port: 9};
	const driver = await startLoadDriver(new Map([['loadgen', container.control]]));
	await t.throwsAsync(() => driver.open(anOrder({ratePerSecond: 200}, target), (monoMs) => monoMs), {
		code: 'LOAD_PORTS',
		message: /expected ports for 464 connections \(200 requests per second with a deadline of 2000 ms .*and \d+ are free/,
	});
	// It is of further use.
	await driver.open(anOrder({ratePerSecond: 100}, target), (monoMs) => monoMs);
	const {samples} = await driver.stop(null);
	t.true([...samples.outcome].every((index) => ['refused', 'unsent'].includes(outcomes[index] ?? '')));
});

import {availableParallelism} from 'node:os';
import path from 'node:path';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {parseReport} from '../../src/report/parse-report.ts';
import type {Report} from '../../src/report/report.ts';
import {gatequake, readReport, temporaryFolder} from '../helpers/command.ts';
import {startEngines} from '../helpers/engines.ts';
import type {TestEngine} from '../helpers/engines.ts';
import {reportTold} from '../helpers/report-told.ts';
import {makeSwarm} from '../helpers/swarm.ts';
import {waitUntil} from '../helpers/wait-until.ts';

const minuteMs = 60_000;
const shards = 6;
/** A run wants two processors. */
const atOnce = Math.max(1, Math.min(3, Math.floor(availableParallelism() / 2)));
const images = ['base', 'nginx', 'haproxy', 'app', 'loadgen', 'tool'] as const;

test.serial('a Swarm of three engines runs the core suite as six shards, and the joined report is that of one machine', async (t) => {
	t.timeout(110 * minuteMs);
	await using folder = await temporaryFolder();
	await using started = await startEngines(3, {images});
	const run = ['--gateway', 'nginx,haproxy', '--seed', '0', '--reporter', 'json', '--inconclusive', 'retry=4'];
	const {engines} = started;
	const swarm = await makeSwarm(engines);
	const startMs = await swarm.deploy({tool: started.referenceOf('tool'), run: run.join(' '), shards, as: {job: atOnce}});
	const {files, log} = await swarm.joined(55 * minuteMs);
	const tookMs = Date.now() - startMs;
	const joined = reportIn(files);
	const tasks = await swarm.tasks();
	t.deepEqual(
		tasks.map(({slot, state}) => `${slot} ${state}`).toSorted(),
		Array.from({length: shards}, (_, slot) => `${slot} complete`),
		log,
	);
	t.true(new Set(tasks.map(({engine}) => engine)).size > 1, 'they are spread');
	await swarm.remove();
	for (const engine of engines) t.deepEqual(await leftOn(engine), []);
	logShare(t, joined, tookMs);

	const [first] = engines;
	const env = {DOCKER_HOST: first?.address ?? ''};
	const at = path.join(folder.path, 'whole');
	const wholeMs = Date.now();
	const {stderr} = await gatequake(['run', ...run, '--output', at], {env});
	t.log(`one machine: ${seconds(Date.now() - wholeMs)} s`);
	const whole = await readReport(at);
	t.is(joined.exitCode, whole.exitCode, stderr);
	t.deepEqual(elsewhere(joined), elsewhere(whole));
});

test.serial('an engine that is lost in the middle costs nothing but time', async (t) => {
	t.timeout(60 * minuteMs);
	await using started = await startEngines(3, {images});
	const {engines} = started;
	const swarm = await makeSwarm(engines);
	const run = 'upstream-killed hang cut-mid-body steady --gateway nginx --seed 0 --reporter json --inconclusive retry=4';
	const [spare, ...workers] = engines;
	if (spare === undefined) throw new Error('expected engines');
	await swarm.deploy({tool: started.referenceOf('tool'), run, shards: 4, as: {service: workers.slice(0, atOnce)}});
	const lost = await busyWorker(workers);
	const [before] = (await swarm.tasks()).filter(({engine, state}) => engine === lost.name && state === 'running');
	await lost.kill();
	await swarm.offer(spare);
	const {files, log} = await swarm.joined(40 * minuteMs);
	const joined = reportIn(files);
	const again = (await swarm.tasks()).filter(({slot}) => slot === before?.slot);
	t.log(again);
	t.true(
		again.some(({engine, state}) => engine !== lost.name && state === 'complete'),
		log,
	);
	t.deepEqual(joined.errors, [], log);
	t.deepEqual(
		joined.runs.map(({id}) => id),
		joined.plan.runs,
		'each run is there, once',
	);
	t.is(joined.runs.length, 4);
	t.not(joined.verdict, 'fail', log);
	const others = engines.filter((engine) => engine !== lost);
	for (const engine of others) t.deepEqual(await leftOn(engine), []);
});

/** One on which a run is under way: its gateway is up. */
async function busyWorker(workers: readonly TestEngine[]): Promise<TestEngine> {
	const found: TestEngine[] = [];
	await waitUntil('a run on a worker', 10 * minuteMs, async () => {
		for (const worker of workers) {
			const containers = await worker.docker.listContainers({filters: {label: ['gatequake.part=gateway']}});
			if (containers.length > 0) found.push(worker);
		}

		return found.length > 0;
	});
	const [first] = found;
	if (first === undefined) throw new Error('expected a worker with a run');
	return first;
}

/** What runs have left there. */
async function leftOn({name, docker}: TestEngine): Promise<readonly string[]> {
	const filters = {label: ['gatequake.run']};
	const [containers, networks, {Volumes: volumes}] = await Promise.all([
		docker.listContainers({all: true, filters}),
		docker.listNetworks({filters}),
		docker.listVolumes({filters}),
	]);
	return [...containers.map(({Id: id}) => id), ...networks.map(({Name}) => Name), ...(volumes ?? []).map(({Name}) => Name)].map(
		(left) => `${left} on ${name}`,
	);
}

function reportIn(files: ReadonlyMap<string, Buffer>): Report {
	const entry = [...files].find(([name]) => /^(?:\.\/)?report\.json$|\/joined\/report\.json$/.test(name));
	if (entry === undefined) throw new Error(`expected report.json, and there are ${[...files.keys()].join(', ')}`);
	return parseReport(entry[1].toString());
}

/** The tool's image has the scenarios in another folder than the repository. */
function elsewhere(report: Report) {
	return reportTold({...report, runs: report.runs.map((run) => ({...run, file: path.basename(run.file), repro: ''}))});
}

/** Where the time went; what is lost to distribution is what no run accounts for: between tasks, starting the tool, sending, joining. */
function logShare(t: ExecutionContext, {runs, durationMs}: Report, tookMs: number): void {
	const inRunsMs = runs.reduce((sum, {timings: {upMs, loadMs, collectMs, downMs}}) => sum + upMs + loadMs + collectMs + downMs, 0);
	const repeats = runs.reduce((sum, {retriesOfRun}) => sum + retriesOfRun, 0);
	const share = 1 - inRunsMs / (tookMs * atOnce);
	t.log(
		`${atOnce} at once: ${seconds(tookMs)} s in all; shards ${seconds(durationMs)} s, their runs ${seconds(inRunsMs)} s (${repeats} repeats beside them); ` +
			`${(100 * share).toFixed(1)} % outside of runs`,
	);
}

function seconds(ms: number): string {
	return (ms / 1000).toFixed(1);
}

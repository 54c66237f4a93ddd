import {cp, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import {judge} from '../../src/expectations/judge.ts';
import {rules} from '../../src/expectations/rules.ts';
import {loadReporters} from '../../src/run/load-reporters.ts';
import {writeReports} from '../../src/run/write-reports.ts';
import {streamOf} from '../../src/report/report-stream.ts';
import {loadProject} from '../../src/scenario/load-project.ts';
import {loadScenarios} from '../../src/scenario/load-scenario.ts';
import {resolveGatequake} from '../../src/scenario/resolve-gatequake.ts';
import {servers} from '../../src/servers/servers.ts';
import type {ProcessEvent} from '../../src/timeline/timeline.ts';
import {repository, temporaryFolder} from '../helpers/command.ts';
import {collectedOf, fakeTopology} from '../helpers/fake-topology.ts';
import {buildReport, failingRun, passingRun} from '../helpers/report-builder.ts';
import {buildTimeline, faultFromMs, faultToMs} from '../helpers/timeline-builder.ts';

const example = path.join(repository, 'examples/own-parts');
// From here on the example's files find `gatequake`, as they do when the command line loads them.
resolveGatequake();

test('the project has its expectation and its upstream beside the shipped ones, and its scenario is one', async (t) => {
	const project = await loadProject(example);
	t.deepEqual(
		project.rules.map(({kind}) => kind),
		[...rules.map(({kind}) => kind), 'calmTail'],
	);
	t.is(servers['words']?.imageFolder, path.join(example, 'words'));
	const [loaded] = await loadScenarios(['closed-for-maintenance.ts'], example, project.rules);
	t.like(loaded?.scenario, {fault: {kind: 'maintenance'}, topology: {upstreams: [{kind: 'words'}]}});
	const error = await t.throwsAsync(loadScenarios(['closed-for-maintenance.ts'], example));
	t.regex(error.message, /expect\[1\]: there is no expectation `calmTail`/, 'elsewhere it is unknown');
});

test('the expectation is judged as a shipped one is: it passes, fails, and says what it saw', async (t) => {
	const {calmTail, default: rule} = await import('../../examples/own-parts/calm-tail.ts');
	const judged = (times: number, latencyMs: number) => {
		const timeline = buildTimeline({
			fault: {
				fromMs: faultFromMs,
				toMs: faultToMs,
				treat: ({sentMs}) => (sentMs >= faultFromMs && sentMs < faultToMs ? {endMs: sentMs + latencyMs, byApp: true, upstream: 1} : null),
			},
		});
		const expectation = {...calmTail({window: 'fault', times}), name: 'calmTail'};
		return judge({...timeline, plan: {...timeline.plan, expectations: [expectation]}}, [...rules, rule]).expectations[0];
	};
	t.is(judged(1000, 5)?.verdict, 'pass');
	t.like(judged(2, 800), {verdict: 'fail'});
	t.regex(judged(2, 800)?.observed ?? '', /^8\d\d\.\d ms$/);
	t.deepEqual(
		rule.validate({times: 0, windw: 'fault'}, 'expect[0]').map(({path: where}) => where),
		['expect[0].windw', 'expect[0].times'],
	);
});

test('the fault stops the app, starts it again, and has the end of the process for a witness', async (t) => {
	const {maintenance} = await import('../../examples/own-parts/maintenance.ts');
	const fake = fakeTopology();
	const armed = await maintenance({graceMs: 700}).inject(fake.context);
	t.deepEqual(fake.calls, ['app1 stop 700 null', 'app1 wait exited', 'app1 wait closed']);
	const cleared = await armed.clear();
	t.deepEqual(await armed.clear(), cleared, 'twice is once');
	t.deepEqual(fake.calls.slice(3), ['app1 start', 'app1 wait open']);
	const ended: ProcessEvent = {kind: 'process', part: 'app1', what: 'exited', atMs: 9e6, uncertaintyMs: 0.1, pid: 7, exitCode: 143};
	t.is(armed.witness(collectedOf([ended])).count, 1);
	t.is(armed.witness(collectedOf([])).count, 0);
	const problems = maintenance({upstream: 'app3', graceMs: -1}).check({upstreams: [], gateway: buildTimeline().plan.gateway});
	t.deepEqual(
		problems.map(({path: where}) => where),
		['fault.graceMs', 'fault.upstream'],
	);
});

test('the reporter is found by its file, and writes its own', async (t) => {
	await using folder = await temporaryFolder();
	const reporters = await loadReporters(['json', './outages.ts'], example);
	const written = await writeReports(streamOf(buildReport([passingRun(), failingRun()])), reporters, {
		folder: folder.path,
		stdout: {write: () => true},
	});
	t.deepEqual(
		written.map((file) => path.basename(file)),
		['report.json', 'outages.txt'],
	);
	t.regex(
		await readFile(path.join(folder.path, 'outages.txt'), 'utf8'),
		/^\S+ on nginx: pass, \d+\.\d s without service\n\S+ on \S+: fail, /,
	);
});

test('an upstream that says too little of itself is refused with what to write', async (t) => {
	await using folder = await temporaryFolder();
	await cp(example, folder.path, {recursive: true});
	const file = path.join(folder.path, 'words.ts');
	await writeFile(file, (await readFile(file, 'utf8')).replace("['tcp']", "['udp']").replace("orders: 'file',", ''));
	const error = await t.throwsAsync(loadProject(folder.path));
	t.regex(
		error.message,
		/words\.ts cannot be used:\n {2}`listens` must be \['tcp'\], \['unix'\] or both.*\n {2}`orders` must be 'file' or 'channel'/,
	);
});

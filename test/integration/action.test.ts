// The steps of action.yml, run as a runner runs them, in a checkout of their own. What `uses:` another action (Node, cache, upload) is not
// run: GitHub's schema sees its form (test/setup/action.test.ts), and here what it would be given.
import {once} from 'node:events';
import {cp, mkdir, readFile, stat, writeFile} from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import {packTar} from '../../src/runtime/tar-archive.ts';
import {readReport, repository, temporaryFolder} from '../helpers/command.ts';
import {runAction} from '../helpers/action-runner.ts';
import type {ActionRun} from '../helpers/action-runner.ts';
import {startEngines} from '../helpers/engines.ts';

const text = await readFile(path.join(repository, 'action.yml'), 'utf8');

/** The action as a runner checks it out: what is not in the repository is not there. */
let checkout = '';
let folder: Awaited<ReturnType<typeof temporaryFolder>> | null = null;

test.before(async () => {
	folder = await temporaryFolder();
	checkout = path.join(folder.path, 'action');
	const notThere = new Set(
		['node_modules', 'dist', '.git', '.node', 'reports', 'test', 'coverage'].map((name) => path.join(repository, name)),
	);
	await cp(repository, checkout, {recursive: true, filter: (source) => !notThere.has(source)});
});

test.after.always(async () => {
	await folder?.[Symbol.asyncDispose]();
});

let jobs = 0;

/** A job of a repository with one scenario. */
async function job(
	inputs: Readonly<Record<string, string>>,
	scenario: string,
	{cached, engine}: {readonly cached?: string; readonly engine?: string} = {},
): Promise<ActionRun & {readonly report: string; readonly temp: string}> {
	const place = path.join(folder?.path ?? '', `job${(jobs += 1)}`);
	const workspace = path.join(place, 'workspace');
	await mkdir(path.join(workspace, 'service/scenarios'), {recursive: true});
	await writeFile(path.join(workspace, 'service/scenarios/mine.ts'), scenario);
	if (cached !== undefined) {
		await mkdir(path.join(place, 'runner/temp'), {recursive: true});
		await cp(cached, path.join(place, 'runner/temp/gatequake-images.tar.gz'));
	}

	const run = await runAction({
		text,
		actionPath: checkout,
		workspace,
		runnerFolder: path.join(place, 'runner'),
		inputs: {arguments: 'scenarios/*.ts', 'working-directory': 'service', cache: 'false', ...inputs},
		// To install the packages takes long, and they are there after the first job.
		leaveOut: jobs === 1 ? null : /^npm ci /,
		usedOutputs: {restored: {'cache-hit': cached === undefined ? '' : 'true'}},
		...(engine === undefined ? {} : {env: {DOCKER_HOST: engine}}),
	});
	return {...run, temp: path.join(place, 'runner/temp'), report: path.join(workspace, 'service', inputs['output'] ?? 'gatequake-report')};
}

function scenarioText(fault: string, expectations: string): string {
	return `import {defineScenario, expect, kill, node} from 'gatequake';
export default defineScenario({
	title: 'mine',
	topology: {upstreams: [node()]},
	phases: {warmupMs: 200, baselineMs: 1000, faultMs: 1000, recoveryMs: 1000},
	fault: ${fault},
	expect: [${expectations}],
});
`;
}

const failing = scenarioText("kill({signal: 'SIGKILL', restartAfterMs: 1000})", 'expect.noErrors()');
/** The gateway waits for less than the app takes: the baseline is not clean, on the quietest machine. */
const provesNothing = scenarioText('null', 'expect.noErrors()')
	.replace('[node()]', '[node({serviceMs: 600})], gateway: {readTimeoutMs: 100}')
	.replace('fault: null', 'fault: null, load: {ratePerSecond: 20}');

test.serial(
	'a job whose scenario fails ends with 1, and has the summary, the report and its outputs; packages are installed into the checkout',
	async (t) => {
		t.timeout(600_000);
		const done = await job({shard: '1/1', output: 'out'}, failing);
		const {ok, steps, outputs, summary, report} = done;
		t.false(ok);
		t.deepEqual(
			steps.filter(({isLeftOut}) => !isLeftOut).map(({name, exitCode}) => [name.replace(/ .*/, ''), exitCode]),
			[
				['actions/setup-node@v4', null],
				['npm', 0],
				['gatequake', 1],
				['actions/upload-artifact@v4', null],
			],
			said(done),
		);
		t.deepEqual(outputs, {'exit-code': '1', report});
		t.regex(summary, /mine/);
		t.like(steps.find(({name}) => name.startsWith('actions/upload'))?.used, {name: 'gatequake-report-1', path: report});
		t.regex(steps.find(({name}) => name === 'gatequake')?.output ?? '', /^::error [^\n]*mine/m);
		for (const name of ['report.json', 'junit.xml', 'report.html', 'summary.md'])
			t.true((await stat(path.join(report, name))).size > 0, name);
		t.is((await readReport(report)).runs[0]?.verdict, 'fail');
	},
);

test.serial('what a run that proved nothing means for the job is what its input says', async (t) => {
	t.timeout(600_000);
	for (const [inconclusive, code, retries] of [
		['fail', 3, 0],
		['retry=1', 3, 1],
		['warn', 0, 0],
	] as const) {
		const done = await job({inconclusive}, provesNothing);
		const {ok, outputs, report} = done;
		t.is(outputs['exit-code'], String(code), said(done));
		t.is(ok, code === 0);
		const [run] = (await readReport(report)).runs;
		t.is(run?.verdict, 'inconclusive', said(done));
		t.is(run?.retriesOfRun, retries, said(done));
	}
});

test.serial('a scenario that cannot be read ends with 2, without a report to upload', async (t) => {
	t.timeout(300_000);
	const {ok, steps, outputs, summary} = await job({}, 'export default {};');
	t.false(ok);
	t.deepEqual(outputs, {'exit-code': '2', report: ''});
	t.is(summary, '');
	t.true(steps.find(({name}) => name.startsWith('actions/upload'))?.isLeftOut);
	t.regex(steps.find(({name}) => name === 'gatequake')?.output ?? '', /title/);
});

/** What became of the steps that keep images, and of the run between them. */
function imagesSteps({steps}: ActionRun): readonly (readonly [string, string | number | null])[] {
	return steps
		.filter(({name}) => !/^(?:actions\/(?:setup-node|upload)|npm)/.test(name))
		.map(({name, exitCode, isLeftOut}) => [name.replace(/^sh .*\/(\S+)" (\w+).*/, '$1 $2'), isLeftOut ? 'left out' : exitCode]);
}

function said({steps}: ActionRun): string {
	return steps.map(({name, exitCode, output}) => `${name}: ${exitCode}\n${output}`).join('\n');
}

test.serial('images are saved by one job and loaded by the next: on an engine with a small one', async (t) => {
	t.timeout(600_000);
	await using machine = await startEngines(1);
	const [engine] = machine.engines;
	if (engine === undefined) throw new Error('no engine was started');
	const image = 'gatequake/small:1';
	const {docker, address} = engine;
	const has = async () => (await docker.listImages()).some(({RepoTags: tags}) => tags?.includes(image));
	// Nothing but a file: an image all the same.
	const file = path.join(folder?.path ?? '', 'small.tar');
	await writeFile(file, packTar([{path: 'small', content: 'small'}]));
	const answer = await docker.importImage(file, {repo: 'gatequake/small', tag: '1'});
	answer.resume();
	await once(answer, 'end');
	t.true(await has());

	// The run itself is of no matter here: it ends before it asks the engine for anything.
	const inputs = {cache: 'true', arguments: '--no-such-flag'};
	const saving = await job(inputs, failing, {engine: address});
	t.deepEqual(
		imagesSteps(saving),
		[
			['images', 0],
			['restored', null],
			['action-images.sh load', 'left out'],
			['gatequake', 2],
			['action-images.sh save', 0],
			['actions/cache/save@v4', null],
		],
		said(saving),
	);
	const saved = saving.steps.findLast(({used}) => used !== null)?.used ?? {};
	t.is(saved['path'], path.join(saving.temp, 'gatequake-images.tar.gz'));
	t.regex(saved['key'] ?? '', /^gatequake-images-\w+-\d{6}-[\da-f]{16}$/);
	t.is(saved['key'], saving.steps.find(({name}) => name === 'restored')?.used?.['key']);

	await docker.getImage(image).remove();
	t.false(await has());
	const loading = await job(inputs, failing, {engine: address, cached: saved['path'] ?? ''});
	t.true(await has());
	t.deepEqual(
		imagesSteps(loading),
		[
			['images', 0],
			['restored', null],
			['action-images.sh load', 0],
			['gatequake', 2],
			['action-images.sh save', 'left out'],
			['actions/cache/save@v4', 'left out'],
		],
		said(loading),
	);
});

import {execFile} from 'node:child_process';
import {cp, mkdtemp, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {promisify} from 'node:util';
import test from 'ava';
import Docker from 'dockerode';
import {readReport, repository, temporaryFolder} from '../helpers/command.ts';
import {leftoversOf, projectOf} from '../helpers/leftovers.ts';
import {stackImages} from '../helpers/own-stack.ts';

interface Ended {
	readonly exitCode: number;
	readonly output: string;
}

async function run(command: string, args: readonly string[], cwd: string, more: Readonly<Record<string, string>> = {}): Promise<Ended> {
	// What npm and AVA set for this test itself is not what a user's shell has.
	const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_(?!config_)|^NODE_OPTIONS$/.test(name)));
	try {
		const {stdout, stderr} = await promisify(execFile)(command, args, {cwd, env: {...env, NO_COLOR: '1', ...more}, maxBuffer: 2 ** 26});
		return {exitCode: 0, output: stdout + stderr};
	} catch (error) {
		const {code, stdout, stderr}: {code?: unknown; stdout?: string; stderr?: string} = Object(error);
		if (typeof code !== 'number') throw error;
		return {exitCode: code, output: `${stdout}${stderr}`};
	}
}

/** The package as it would be published; to build it takes half a minute. */
let tarball = '';

test.before(async (t) => {
	t.timeout(300_000);
	const folder = await mkdtemp(path.join(tmpdir(), 'gatequake-packed-'));
	const {exitCode, output} = await run('npm', ['pack', '--silent', '--pack-destination', folder], repository);
	if (exitCode !== 0) throw new Error(output);
	tarball = path.join(folder, output.trim().split('\n').at(-1) ?? '');
});

test.after.always(async () => {
	if (tarball !== '') await rm(path.dirname(tarball), {recursive: true});
});

const ownScenario = `
import {defineScenario, expect, kill, node} from 'gatequake';
import type {Scenario} from 'gatequake';

const scenario: Scenario = {
	title: 'a scenario of my own',
	topology: {upstreams: [node()]},
	phases: {baselineMs: 2000, faultMs: 3000, recoveryMs: 2500},
	fault: kill({signal: 'SIGKILL', restartAfterMs: 3000}),
	expect: [expect.errors({cause: 'connection_refused', by: 'gateway', share: [0.99, 1]}), expect.recovery({withinMs: 1000})],
};
export default defineScenario(scenario);
`;

test.serial('npx runs the package in an empty folder, also with a TypeScript scenario of that folder', async (t) => {
	t.timeout(600_000);
	t.true((await stat(tarball)).size < 1_000_000);
	await using empty = await temporaryFolder();
	const npx = ['--yes', '--package', tarball, 'gatequake'];
	const listed = await run('npx', [...npx, 'list'], empty.path);
	t.is(listed.exitCode, 0, listed.output);
	t.regex(listed.output, /upstream-killed {2,}/);
	await writeFile(path.join(empty.path, 'mine.ts'), ownScenario);
	const ran = await run('npx', [...npx, 'run', 'mine.ts', 'steady', '--inconclusive', 'retry=2', '--output', 'out'], empty.path);
	t.is(ran.exitCode, 0, ran.output);
	t.regex(ran.output, /2 passed/);
	t.regex(await readFile(path.join(empty.path, 'out/report.html'), 'utf8'), /a scenario of my own/);
});

test.serial(
	'what `init` writes for the compose file and the nginx.conf of a repository runs by the command of its CI job, and nothing is left',
	async (t) => {
		t.timeout(900_000);
		await using folder = await temporaryFolder();
		await using stack = new AsyncDisposableStack();
		stack.use(await ordinaryImages());
		await cp(path.join(repository, 'test/fixtures/their-repository'), folder.path, {recursive: true});
		const startedMs = performance.now();
		const written = await run('npx', ['--yes', '--package', tarball, 'gatequake', 'init'], folder.path);
		t.is(written.exitCode, 0, written.output);
		t.regex(written.output, /nginx\/default\.conf is run as it is, on nginx; it leads to api:3000/);
		t.regex(written.output, /docker-compose\.yml: gatequake\/compose-app-killed\.ts starts its services: nginx, with api:3000 behind it/);
		const job = await readFile(path.join(folder.path, '.github/workflows/gatequake.yml'), 'utf8');
		const command = /^ +- run: npx --yes gatequake@\S+ (run .*)$/m.exec(job)?.[1] ?? '';
		// The engine chooses the port: another one may be in use here.
		const ran = await run('npx', ['--yes', '--package', tarball, 'gatequake', ...command.split(' ')], folder.path, {HTTP_PORT: '0'});
		t.log(`from \`npx gatequake init\` to the verdicts: ${((performance.now() - startedMs) / 1000).toFixed(0)} s`);
		const {runs} = await readReport(path.join(folder.path, 'gatequake-report'));
		t.deepEqual(runs.map(({scenario}) => scenario).toSorted(), ['app-killed', 'compose-app-killed'], ran.output);
		for (const {verdict, reasons, expectations} of runs) {
			// A machine that others use, too, may prove nothing; what was seen on it is as expected all the same.
			t.true(
				verdict === 'pass' || (verdict === 'inconclusive' && reasons.every((reason) => reason.startsWith('the harness measured itself'))),
				ran.output,
			);
			t.true(
				expectations.every((each) => each.verdict !== 'fail'),
				ran.output,
			);
		}

		t.regex(await readFile(path.join(folder.path, 'gatequake-report/summary.md'), 'utf8'), /compose-app-killed/);
		t.deepEqual([...(await leftoversOf(ran.output)), ...(await projectOf(ran.output))], []);
	},
);

/** The images that the repository names, from those of this machine where it has not got them: an engine without a registry can start it, too. */
async function ordinaryImages(): Promise<AsyncDisposable> {
	const docker = new Docker();
	const {nginx, node} = await stackImages();
	await using made = new AsyncDisposableStack();
	const provide = async (name: string, from: string, prepare: string, command: readonly string[]) => {
		if (await isThere(docker, name)) return;
		const container = await docker.createContainer({Image: from, Cmd: ['sh', '-c', prepare]});
		try {
			await container.start();
			await container.wait();
			const [repo = '', tag = ''] = name.split(':');
			await container.commit({repo, tag, changes: `CMD ${JSON.stringify(command)}`});
		} finally {
			await container.remove({force: true});
		}

		made.defer(async () => {
			await docker.getImage(name).remove();
		});
	};
	// As the official image has it: what it logs goes to the container's output, and sites lie in conf.d.
	const likeOfficial =
		'ln -sf /dev/stdout /var/log/nginx/access.log; ln -sf /dev/stderr /var/log/nginx/error.log; rm -f /etc/nginx/sites-enabled/*';
	await provide('nginx:1.21-alpine', nginx, likeOfficial, ['nginx', '-g', 'daemon off;']);
	await provide('node:16-alpine', node, 'true', ['node']);
	return made.move();
}

async function isThere(docker: Docker, name: string): Promise<boolean> {
	return (await docker.listImages()).some(({RepoTags: tags}) => tags?.includes(name));
}

test.serial('linters of packages find nothing wrong with it', async (t) => {
	t.timeout(120_000);
	await using folder = await temporaryFolder();
	for (const [name, args] of [
		['publint', ['--strict', tarball]],
		['attw', [tarball, '--profile', 'esm-only']],
	] as const) {
		const {exitCode, output} = await run(path.join(repository, 'node_modules/.bin', name), args, folder.path);
		t.is(exitCode, 0, output);
	}
});

test.serial('a test of AVA, Vitest and node:test passes with its scenario, and fails with the evidence', async (t) => {
	t.timeout(600_000);
	await using folder = await temporaryFolder();
	const project = path.join(folder.path, 'project');
	await cp(path.join(repository, 'examples/test-runners'), project, {recursive: true});
	const manifest = path.join(project, 'package.json');
	await writeFile(manifest, (await readFile(manifest, 'utf8')).replace('"^0.1.0"', `"file:${tarball}"`));
	const installed = await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], project);
	t.is(installed.exitCode, 0, installed.output);
	for (const runner of ['ava', 'vitest', 'node']) {
		const {exitCode, output} = await run('npm', ['run', '--silent', `test:${runner}`], project);
		t.is(exitCode, 1, output);
		t.regex(output, /1 (?:test )?failed|fail 1/, runner);
		t.regex(output, /1 passed|pass 1|✔.*the service is back within a second of a restart/, runner);
		t.regex(output, /AssertionError.*the app is restarted, and nobody notices: fail/, runner);
		t.regex(output, /came +\d+ of \d+ \(\d+\.\d %\) failed: 502/, runner);
		t.regex(output, /repeat +npx gatequake run never-down\.ts/, runner);
		// Where it failed is a line of the test, and none of ours.
		t.regex(output, /(?:❯ |at async .*)(?:[^\n]*\/)?resilience\.test\.ts:\d+/, runner);
		t.notRegex(output, /run\/run-scenario/, runner);
	}
});

import {execFile} from 'node:child_process';
import {cp, mkdir, mkdtemp, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {promisify} from 'node:util';
import test from 'ava';
import {repository, temporaryFolder} from '../helpers/command.ts';

interface Ended {
	readonly exitCode: number;
	readonly output: string;
}

async function run(command: string, args: readonly string[], cwd: string): Promise<Ended> {
	// What npm and AVA set for this test itself is not what a user's shell has.
	const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_(?!config_)|^NODE_OPTIONS$/.test(name)));
	try {
		const {stdout, stderr} = await promisify(execFile)(command, args, {cwd, env: {...env, NO_COLOR: '1'}, maxBuffer: 2 ** 26});
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

/** As the official image has it, with a proxy in it: written for a stack that knows nothing of Gatequake. */
const theirConfig = `user  nginx;
worker_processes  auto;
error_log  /var/log/nginx/error.log notice;
pid        /var/run/nginx.pid;
events {
    worker_connections  1024;
}
http {
    include       /etc/nginx/mime.types;
    log_format  main  '$remote_addr - $remote_user [$time_local] "$request" $status';
    access_log  /var/log/nginx/access.log  main;
    keepalive_timeout  65;
    include /etc/nginx/conf.d/*.conf;
}
`;
const theirSite = 'server {\n    listen 80;\n    location / {\n        proxy_pass http://api:3000;\n    }\n}\n';

test.serial('what `init` writes for an nginx.conf in an empty folder runs and passes, by the command of its CI job', async (t) => {
	t.timeout(600_000);
	await using folder = await temporaryFolder();
	await mkdir(path.join(folder.path, 'proxy/conf.d'), {recursive: true});
	await writeFile(path.join(folder.path, 'proxy/nginx.conf'), theirConfig);
	await writeFile(path.join(folder.path, 'proxy/conf.d/default.conf'), theirSite);
	const written = await run('npx', ['--yes', '--package', tarball, 'gatequake', 'init'], folder.path);
	t.is(written.exitCode, 0, written.output);
	t.regex(written.output, /proxy\/nginx\.conf is run as it is, on nginx; it leads to api:3000/);
	const job = await readFile(path.join(folder.path, '.github/workflows/gatequake.yml'), 'utf8');
	const command = /^ +- run: npx --yes gatequake@\S+ (run .*)$/m.exec(job)?.[1] ?? '';
	const ran = await run('npx', ['--yes', '--package', tarball, 'gatequake', ...command.split(' ')], folder.path);
	t.is(ran.exitCode, 0, ran.output);
	t.regex(ran.output, /1 passed/);
	t.regex(await readFile(path.join(folder.path, 'gatequake-report/summary.md'), 'utf8'), /app-killed/);
});

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
	}
});

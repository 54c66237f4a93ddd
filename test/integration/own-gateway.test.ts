import path from 'node:path';
import test from 'ava';
import {gatequake, readReport, repository, temporaryFolder} from '../helpers/command.ts';
import {leftoversOf} from '../helpers/leftovers.ts';

const example = path.join(repository, 'examples/own-gateway');

test('the documented gateway of a user, from its own file and Dockerfile, runs its scenario and steady, and leaves nothing', async (t) => {
	t.timeout(600_000);
	await using folder = await temporaryFolder();
	const args = ['run', 'app-killed.ts', 'steady', '--gateway', 'squid', '--output', folder.path, '--inconclusive', 'retry=2'];
	const {exitCode, stdout, stderr} = await gatequake(args, {cwd: example});
	t.is(exitCode, 0, `${stdout}\n${stderr}`);
	const report = await readReport(folder.path);
	t.deepEqual(
		report.runs.map(({scenario, gateway, verdict}) => [scenario, gateway.name, verdict]),
		[
			['app-killed', 'squid', 'pass'],
			['steady', 'squid', 'pass'],
		],
	);
	t.regex(report.runs[0]?.gateway.version ?? '', /^\d+\.\d+/);
	t.deepEqual(await leftoversOf(stdout), []);
});

test("what a user's gateway cannot be told is refused in its words, before anything is started", async (t) => {
	const {exitCode, stderr} = await gatequake(['run', 'upstream-container-gone', '--gateway', 'squid'], {cwd: example});
	t.is(exitCode, 2);
	t.regex(stderr, /topology\.gateway\.connectTimeoutMs: squid counts it in whole seconds, not 500 ms/);
});

test('outside of that folder the gateway is unknown', async (t) => {
	const {exitCode, stderr} = await gatequake(['run', 'steady', '--gateway', 'squid']);
	t.is(exitCode, 2);
	t.regex(stderr, /--gateway squid: must be of nginx, /);
});

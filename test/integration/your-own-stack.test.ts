// Scenarios on a stack that is somebody else's: what runs already, what compose starts, and what nobody allowed.
import {cp, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import Docker from 'dockerode';
import {gatequake, readReport, startCommand, temporaryFolder} from '../helpers/command.ts';
import {reapersOf} from '../helpers/killable-harness.ts';
import {leftoversOf, projectOf, runIdOf} from '../helpers/leftovers.ts';
import {exampleFolder, ownStack, stackImages} from '../helpers/own-stack.ts';
import {newRunId} from '../helpers/test-runtime.ts';
import {waitUntil} from '../helpers/wait-until.ts';

const docker = new Docker();
const unreachable = path.join(exampleFolder, 'api-unreachable.ts');
const env = {CI: 'true'};

/** Only when the reaper has gone is nothing to come any more. */
async function reaped(stdout: string): Promise<void> {
	await waitUntil('the reaper to have done its work', 60_000, () => reapersOf(runIdOf(stdout)).length === 0);
}

test.serial(
	'attach shows what it would do, runs with a word, and leaves nothing otherwise; killed in the middle, it leaves nothing either',
	async (t) => {
		t.timeout(400_000);
		await using stack = await ownStack();
		await using folder = await temporaryFolder();
		const options = {env: {...env, ...stack.env}};
		const before = await stack.seen();
		const rules = await stack.rules();

		const asked = await gatequake(['run', unreachable, '--output', folder.path], options);
		t.is(asked.exitCode, 2);
		t.regex(
			asked.stdout,
			/gateway: [^]*app1: [^]*load: 50 requests a second [^]*GET \/items, to \d[^]*fault: new connections dropped at app1[^]*undo: /,
		);
		t.regex(asked.stderr, /there is no terminal to ask at\s+add --yes/);

		const elsewhere = ['run', unreachable, '--yes', '--output', folder.path, '--generator-engine', 'tcp://10.255.0.7:2376'];
		const refused = await gatequake(elsewhere, options);
		t.is(refused.exitCode, 2);
		t.regex(refused.stderr, /localhost.* to be reached from other engines, too, .*nothing was sent/);

		const done = await gatequake(['run', unreachable, '--yes', '--output', folder.path, '--inconclusive', 'retry=2'], options);
		t.is(done.exitCode, 0, done.stdout + done.stderr);
		const [run] = (await readReport(folder.path)).runs;
		t.is(run?.cause.observed[0], 'connection_timeout', "by nginx's own log, as its owner has it");
		t.is(run?.attribution.unknown, 0);
		t.true((run?.fault?.witness?.count ?? 0) > 0);
		t.deepEqual(await stack.seen(), before);
		t.is(await stack.rules(), rules);
		t.deepEqual(await leftoversOf(done.stdout), []);

		// Long enough for whoever looks, however slow the machine is.
		const long = path.join(folder.path, 'long.ts');
		const both = 'sequence({parts: [{fault: cpuQuota({percent: 20})}, {fault: drop()}]})';
		const text = (await readFile(unreachable, 'utf8')).replace(/faultMs: \d+/, 'faultMs: 120_000').replace('drop()', both);
		await writeFile(long, text.replace('drop,', 'cpuQuota, drop, sequence,'));
		const command = startCommand(['run', long, '--yes', '--output', folder.path], options);
		await command.saw('· fault');
		await waitUntil('the limit to be lower', 60_000, async () => (await stack.nanoCpus()) === 200_000_000);
		await waitUntil('the rules to be there', 60_000, async () => (await stack.rules()).includes('table inet gatequake'));
		command.process.kill('SIGKILL');
		const {stdout} = await command.finished;
		await reaped(stdout);
		t.is(await stack.rules(), rules);
		t.deepEqual(await stack.seen(), before);
		t.deepEqual(await leftoversOf(stdout), []);
	},
);

test.serial('external: load goes to the URL from outside, and the fault acts on the origin', async (t) => {
	t.timeout(300_000);
	await using stack = await ownStack();
	await using folder = await temporaryFolder();
	const before = await stack.seen();
	// This machine, as containers of the engine see it.
	const bridge = await docker.getNetwork('bridge').inspect();
	const host = bridge.IPAM?.Config?.[0]?.['Gateway'] ?? '';
	const file = path.join(folder.path, 'origin.ts');
	await writeFile(
		file,
		`import {defineScenario, expect, external, pause} from 'gatequake';
export default defineScenario({
	title: 'the origin is paused',
	topology: external('http://${host}:${stack.env.PORT}/items', {upstreams: ['${stack.env.API}']}),
	phases: {baselineMs: 1000, faultMs: 3500, recoveryMs: 3000},
	fault: pause(),
	expect: [expect.status({is: 504, share: [0.2, 1]}), expect.slo({recoveryMs: [0, 3000]})],
	failsWithoutFault: ['status'],
});
`,
	);
	const {exitCode, stdout, stderr} = await gatequake(['run', file, '--yes', '--output', folder.path, '--inconclusive', 'retry=2'], {env});
	t.is(exitCode, 0, stdout + stderr);
	const [run] = (await readReport(folder.path)).runs;
	t.like(run?.attribution, {gateway: 0, upstream: 0});
	t.deepEqual(await stack.seen(), before);
});

test.serial('an address that nobody allowed gets no packet', async (t) => {
	t.timeout(300_000);
	const {node} = await stackImages();
	await using folder = await temporaryFolder();
	// A range for documentation: to an address of it nobody would say that it is private.
	const network = await docker.createNetwork({Name: `public${newRunId()}`, Driver: 'bridge', IPAM: {Config: [{Subnet: '203.0.113.0/28'}]}});
	const server = `require('node:http').createServer((request, response) => response.end()).listen(8080)`;
	const container = await docker.createContainer({Image: node, Cmd: ['node', '-e', server], HostConfig: {NetworkMode: network.id}});
	t.teardown(async () => {
		await container.remove({force: true});
		await network.remove();
	});
	await container.start();
	const address = Object.values((await container.inspect()).NetworkSettings.Networks)[0]?.IPAddress ?? '';
	t.regex(address, /^203\.0\.113\./);
	const url = `http://${address}:8080/`;
	const segments = async () => await segmentsIn(container);

	const file = path.join(folder.path, 'outside.ts');
	await writeFile(
		file,
		`import {defineScenario, expect, external} from 'gatequake';
export default defineScenario({
	title: 'outside',
	topology: external('${url}'),
	phases: {baselineMs: 1000, faultMs: 1000, recoveryMs: 1000},
	fault: null,
	expect: [expect.slo({errorShare: [0, 0.01]})],
});
`,
	);
	for (const words of [[], ['--allow-target', address]]) {
		const {exitCode, stderr} = await gatequake(['run', file, '--yes', '--output', folder.path, ...words], {env});
		t.is(exitCode, 2, stderr);
		t.regex(stderr, /203\.0\.113\.\d+, a public address; nothing was sent[^]*--allow-target 203\.0\.113\.\d+:8080 --allow-public/);
	}

	t.is(await segments(), 0);
	// The counter sees what comes.
	await waitUntil('the server to answer', 30_000, async () => (await fetch(url).catch(() => null))?.status === 200);
	t.true((await segments()) > 0);
});

/** Segments of TCP that have come in, by the kernel's own count. */
async function segmentsIn(container: Docker.Container): Promise<number> {
	const exec = await container.exec({Cmd: ['grep', '^Tcp:', '/proc/net/snmp'], AttachStdout: true, Tty: true});
	const stream = await exec.start({Tty: true});
	let text = '';
	for await (const chunk of stream) text += String(chunk);
	const [names = [], values = []] = text.split('\n').map((line) => line.trim().split(' '));
	return Number(values[names.indexOf('InSegs')]);
}

test.serial(
	'compose starts a project of its own, and takes it down, also when it is killed; what is wrong with a file is told in the tool’s own words',
	async (t) => {
		t.timeout(400_000);
		await using folder = await temporaryFolder();
		await cp(exampleFolder, folder.path, {recursive: true});
		const {nginx, node} = await stackImages();
		const options = {env: {...env, NGINX_IMAGE: nginx, NODE_IMAGE: node, PORT: '0'}};
		const scenario = path.join(folder.path, 'api-killed.ts');
		const output = path.join(folder.path, 'report');
		const compose = path.join(folder.path, 'compose.yaml');

		const {exitCode, stdout, stderr} = await gatequake(['run', scenario, '--output', output, '--inconclusive', 'retry=2'], options);
		t.is(exitCode, 0, stdout + stderr);
		const [run] = (await readReport(output)).runs;
		t.is(run?.fault?.witness?.count, 1);
		t.is(run?.diagnosis[0]?.kind, 'container-gone');
		t.deepEqual([...(await leftoversOf(stdout)), ...(await projectOf(stdout))], []);

		const command = startCommand(['run', scenario, '--output', output], options);
		await command.saw('· baseline');
		command.process.kill('SIGKILL');
		const killed = await command.finished;
		t.true((await projectOf(killed.stdout)).length > 0);
		await reaped(killed.stdout);
		t.deepEqual([...(await leftoversOf(killed.stdout)), ...(await projectOf(killed.stdout))], []);

		await writeFile(compose, 'services:\n  proxy:\n    imagine: nginx\n');
		const wrong = await gatequake(['run', scenario, '--output', output], options);
		t.is(wrong.exitCode, 2);
		t.regex(wrong.stderr, /compose.* on .*compose\.yaml:[^]*imagine/);

		await writeFile(compose, `services:\n  proxy:\n    image: ${nginx}\n`);
		const missing = await gatequake(['run', scenario, '--output', output], options);
		t.is(missing.exitCode, 2);
		t.regex(missing.stderr, /to have the service api, and it has proxy/);
		t.deepEqual([...(await projectOf(wrong.stdout)), ...(await projectOf(missing.stdout))], []);
	},
);

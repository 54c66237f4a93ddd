// A container of somebody else's that ends by itself, or is removed by somebody, in the middle of a run: the run says so, ends, proves
// nothing, and takes back what is its own.
import {cp, writeFile} from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import Docker from 'dockerode';
import type {RunReport} from '../../src/report/report.ts';
import {readReport, startCommand, temporaryFolder} from '../helpers/command.ts';
import {leftoversOf, runIdOf} from '../helpers/leftovers.ts';
import {ending, exampleFolder, ownStack, stackImages} from '../helpers/own-stack.ts';

/** Everything is allowed: what makes it inconclusive is what happens. The fault is there for as long as whoever disturbs it may take. */
const scenario = (topology: string) => `import {attach, compose, defineScenario, drop, expect} from 'gatequake';
export default defineScenario({
	title: 'something happens to the API',
	topology: ${topology},
	phases: {baselineMs: 1000, faultMs: 120_000, recoveryMs: 1000},
	fault: drop({peer: 'gateway', part: 'app1'}),
	expect: [expect.slo({errorShare: [0, 1]})],
});
`;

interface Disturbed {
	readonly run: RunReport;
	readonly stdout: string;
}

async function disturbed(
	folder: string,
	topology: string,
	env: Readonly<Record<string, string>>,
	disturb: (runId: string) => Promise<void>,
) {
	const file = path.join(folder, 'disturbed.ts');
	const output = path.join(folder, 'report');
	await writeFile(file, scenario(topology));
	const command = startCommand(['run', file, '--yes', '--output', output], {env: {CI: 'true', ...env}});
	const names = Promise.withResolvers<string>();
	let shown = '';
	command.process.stdout?.on('data', (chunk: Buffer) => {
		shown += chunk.toString();
		if (shown.includes('· fault')) names.resolve(runIdOf(shown));
	});
	await command.saw('· fault');
	await disturb(await names.promise);
	const {exitCode, stdout, stderr} = await command.finished;
	const [run] = (await readReport(output)).runs;
	if (exitCode !== 3 || run === undefined) throw new Error(`expected an inconclusive run, and ${exitCode} came: ${stdout}\n${stderr}`);
	return {run, stdout} satisfies Disturbed;
}

test.serial('attach: an API that ends, and is started again by its own policy', async (t) => {
	t.timeout(200_000);
	await using stack = await ownStack({program: ending, restart: 'always'});
	await using folder = await temporaryFolder();
	const rules = await stack.rules();
	const {PROXY, API, PORT} = stack.env;
	const topology = `attach({gateway: '${PROXY}', upstreams: ['${API}'], url: 'http://localhost:${PORT}/', software: 'nginx'})`;
	const {run, stdout} = await disturbed(folder.path, topology, {}, async () => await stack.end());
	t.is(run.verdict, 'inconclusive');
	t.regex(run.reasons[0] ?? '', /\(app1\) ended with exit code 7 at \d+ ms.*, and no fault of this run did that: what came of it cannot/);
	t.deepEqual(run.cleanup, {ok: true, left: []});
	t.is(await stack.rules(), rules);
	t.deepEqual(await leftoversOf(stdout), []);
});

test.serial('compose: an API that somebody removes', async (t) => {
	t.timeout(200_000);
	const docker = new Docker();
	await using folder = await temporaryFolder();
	await cp(exampleFolder, folder.path, {recursive: true});
	const {nginx, node} = await stackImages();
	const topology = `compose('compose.yaml', {gateway: 'proxy', upstreams: ['api'], url: 'http://proxy/', software: 'nginx'})`;
	const env = {NGINX_IMAGE: nginx, NODE_IMAGE: node, PORT: '0'};
	const {run, stdout} = await disturbed(folder.path, topology, env, async (runId) => {
		const services = await docker.listContainers({filters: {label: ['com.docker.compose.service=api']}});
		const api = services.find(({Labels: labels}) => labels['com.docker.compose.project']?.includes(runId) === true);
		if (api === undefined) throw new Error('expected a container of the service api');
		await docker.getContainer(api.Id).remove({force: true});
	});
	t.regex(
		run.reasons[0] ?? '',
		/api.* \(app1\) (?:was sent signal 9 at \d+ ms, )?ended with exit code 137 at \d+ ms.*, and no fault of this run/,
	);
	t.deepEqual(run.cleanup, {ok: true, left: []});
	t.deepEqual(await leftoversOf(stdout), []);
});

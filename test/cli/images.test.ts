import test from 'ava';
import {imagesCommand} from '../../src/cli/images.ts';
import {gatequake, temporaryFolder} from '../helpers/command.ts';
import {runCommand} from '../helpers/run-command.ts';

async function named(...words: readonly string[]): Promise<readonly string[]> {
	const {stdout, exitCode} = await runCommand(imagesCommand, [...words, '--dry-run'], '/');
	if (exitCode !== 0) throw new Error(`it ended with ${exitCode}`);
	return stdout
		.trim()
		.split('\n')
		.map((line) => line.replace(/:(?:trixie-|forky-)?[\da-f]{12}$/, ''));
}

test('images are those that the runs need, each once, and that of the tool where it is wanted', async (t) => {
	const inAll = ['gatequake/app', 'gatequake/base', 'gatequake/loadgen'];
	t.deepEqual(await named('steady', 'hang', '--gateway', 'nginx,haproxy'), [...inAll, 'gatequake/haproxy', 'gatequake/nginx'].toSorted());
	t.deepEqual(await named('link-latency'), [...inAll, 'gatequake/netfault', 'gatequake/nginx', 'gatequake/toxiproxy']);
	t.true((await named('steady', '--tool')).includes('gatequake/tool'));
	t.true((await named('steady', '--image', 'nginx=nginx:1.29')).includes('nginx:1.29'), "the user's own");
});

test('a flag that has nothing to do with images is refused', async (t) => {
	const {exitCode, stderr} = await runCommand(imagesCommand, ['--repeat', '3'], '/');
	t.is(exitCode, 2);
	t.regex(stderr, /--repeat/);
});

test('a shipped scenario that lies elsewhere is repeated by its name', async (t) => {
	await using folder = await temporaryFolder();
	const {stdout} = await gatequake(['run', 'steady', '--dry-run', '--seed', '3'], {cwd: folder.path});
	t.regex(stdout, /"repro": "npx gatequake run steady --gateway nginx --seed 3"/);
});

import {stat} from 'node:fs/promises';
import {PassThrough} from 'node:stream';
import {text} from 'node:stream/consumers';
import test from 'ava';
import type Docker from 'dockerode';
import {connectEngine} from '../../src/runtime/engine.ts';
import {leftoversOf} from '../helpers/leftovers.ts';
import {openTestRuntime} from '../helpers/test-runtime.ts';

test('the image of the tool drives the engine whose socket it is given, not as root, and leaves nothing', async (t) => {
	t.timeout(10 * 60_000);
	const {docker, address} = await connectEngine();
	await using runtime = await openTestRuntime();
	const {reference} = await runtime.ensureImage('tool');
	const socket = address.startsWith('unix://') ? address.slice('unix://'.length) : null;
	const container = await docker.createContainer({
		Image: reference,
		// A slow machine proves nothing, and that is not asked here.
		Cmd: ['run', 'steady', '--gateway', 'nginx', '--reporter', 'console,json', '--inconclusive', 'warn'],
		...(socket === null
			? {Env: [`DOCKER_HOST=${address}`]}
			: {User: `10001:${(await stat(socket)).gid}`, HostConfig: {Binds: [`${socket}:/var/run/docker.sock`]}}),
	});
	try {
		await container.start();
		const [said, {StatusCode: exitCode}] = await Promise.all([printedBy(container), container.wait()]);
		t.is(exitCode, 0, said);
		t.regex(said, /[✔?] steady · nginx/);
		t.deepEqual(await leftoversOf(said), []);
		t.not((await container.inspect()).Config.User.split(':')[0], '0');
	} finally {
		await container.remove({force: true, v: true});
	}
});

async function printedBy(container: Docker.Container): Promise<string> {
	const [out, err] = [new PassThrough(), new PassThrough()];
	const stream = await container.logs({follow: true, stdout: true, stderr: true});
	container.modem.demuxStream(stream, out, err);
	stream.on('end', () => {
		out.end();
		err.end();
	});
	return (await Promise.all([text(out), text(err)])).join('\n');
}

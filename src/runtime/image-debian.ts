// Debian without a registry of images: mmdebstrap puts a minimal system together from Debian's own packages, and the engine imports it.
import {execFile} from 'node:child_process';
import {createReadStream} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {promisify} from 'node:util';
import type Docker from 'dockerode';
import {GatequakeError} from '../error.ts';
import {contextHash} from './image-context.ts';
import {followStream, noDiskSpace} from './image-build.ts';
import {inspectImage} from './image-pull.ts';
import {withDeadline} from './engine-deadline.ts';

/** By name: "stable" would mean another system one day. The second is newer, for programs that stable has in an old version only. */
export type Suite = 'trixie' | 'forky';

/** On top of the essential packages and apt: certificates, and a library that Node asks for. */
const packages = ['ca-certificates', 'libatomic1'];
const exclusions = ['/usr/share/man/*', '/usr/share/locale/*', '/usr/share/doc/*'];

/** Everything that decides what the made Debian is. */
export function debianIdentity(suite: Suite): string {
	return [suite, ...packages, ...exclusions].join(' ');
}

const makeMs = 5 * 60_000;
const importMs = 2 * 60_000;

/** Makes Debian and imports it under the project's own tag, which it returns. About 20 s, unless it is there from an earlier build. */
export async function makeDebian(
	docker: Docker,
	suite: Suite,
	{progress, signal}: {readonly progress: (message: string) => void; readonly signal: AbortSignal},
): Promise<string> {
	const tag = `${suite}-${contextHash([], [debianIdentity(suite)])}`;
	if (await inspectImage(docker, `gatequake/debian:${tag}`)) return `gatequake/debian:${tag}`;
	progress(`no registry answers, making Debian ${suite} from its packages (about 20 s)`);
	await using folder = await temporaryFolder();
	const tar = path.join(folder.path, 'debian.tar');
	await bootstrap(suite, tar, signal);
	const stream = await withDeadline(
		async (abortSignal) => await docker.importImage(createReadStream(tar), {repo: 'gatequake/debian', tag, abortSignal}),
		importMs,
		'take the Debian image over',
		signal,
	);
	await followStream(stream, importMs, 'take the Debian image over', () => {}, signal);
	return `gatequake/debian:${tag}`;
}

async function bootstrap(suite: Suite, tar: string, signal: AbortSignal): Promise<void> {
	const mode = process.getuid?.() === 0 ? 'root' : 'unshare';
	const options = [
		`--mode=${mode}`,
		'--variant=minbase',
		`--include=${packages.join(',')}`,
		...exclusions.map((pattern) => `--dpkgopt=path-exclude=${pattern}`),
		'--aptopt=Acquire::http::Timeout "20"',
		'--aptopt=Acquire::Retries "2"',
		// Mirrors of a suite that still moves may lag behind its lists' own date of expiry.
		...(suite === 'trixie' ? [] : ['--aptopt=Acquire::Check-Valid-Until "false"']),
	];
	try {
		await promisify(execFile)('mmdebstrap', [...options, suite, tar], {signal, timeout: makeMs, maxBuffer: 64 * 1024 * 1024});
	} catch (error) {
		signal.throwIfAborted();
		throw explain(error, {suite, mode});
	}
}

function explain(error: unknown, {suite, mode}: {readonly suite: Suite; readonly mode: string}): GatequakeError {
	const {code, stderr}: {code?: unknown; stderr?: unknown} = Object(error);
	if (code === 'ENOENT') {
		return new GatequakeError('expected a registry of images, or mmdebstrap to make Debian from its packages; there is neither', {
			code: 'NO_MMDEBSTRAP',
			exitCode: 2,
			hint: '`apt-get install mmdebstrap`, or load an image by hand: `docker load`, then `--image`',
			cause: error,
		});
	}
	const lastLines = String(stderr ?? error)
		.trim()
		.split('\n')
		.slice(-8)
		.join('\n');
	return (
		noDiskSpace(lastLines) ??
		new GatequakeError(`expected mmdebstrap to make Debian ${suite} (mode ${mode}), it failed:\n${lastLines}`, {
			code: 'BASE_NOT_MADE',
			hint:
				mode === 'root'
					? 'can this machine reach a Debian mirror over http?'
					: 'run it once as root, or allow unprivileged user namespaces',
			cause: error,
		})
	);
}

async function temporaryFolder(): Promise<AsyncDisposable & {readonly path: string}> {
	const folder = await mkdtemp(path.join(tmpdir(), 'gatequake-debian-'));
	return {path: folder, [Symbol.asyncDispose]: async () => await rm(folder, {recursive: true, force: true})};
}

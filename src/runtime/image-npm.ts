// Programs that come as npm packages with many others behind them: the host's npm client installs them, without running anything of theirs,
// and one archive of it goes into an image.
import {execFile} from 'node:child_process';
import {existsSync} from 'node:fs';
import {rename} from 'node:fs/promises';
import path from 'node:path';
import {promisify} from 'node:util';
import {GatequakeError} from '../error.ts';
import {hostCacheFolder, partialFolder} from './host-cache.ts';
import {noDiskSpace} from './image-build.ts';
import type {ContextEntry} from './image-context.ts';

export interface NpmProgram {
	readonly name: string;
	readonly version: string;
}

const fetchMs = 5 * 60_000;

/** `<name>.tgz` with a `node_modules` folder. Hashing the entry needs no download; a build fetches it first. */
export function npmEntry({name, version}: NpmProgram, cacheFolder: string = hostCacheFolder('npm')): ContextEntry {
	const archive = path.join(cacheFolder, `${name}-${version}-${process.arch}.tgz`);
	return {
		kind: 'host',
		path: `${name}.tgz`,
		from: archive,
		identity: `${name}@${version} ${process.platform} ${process.arch}`,
		fetch: async (signal) => {
			await install({name, version}, archive, signal);
		},
	};
}

async function install(program: NpmProgram, archive: string, signal: AbortSignal): Promise<void> {
	if (existsSync(archive)) return;
	await using folder = await partialFolder(archive);
	const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--omit=dev', '--omit=optional'];
	const made = path.join(folder.path, 'partial.tgz');
	try {
		await run('npm', ['install', '--prefix', folder.path, `${program.name}@${program.version}`, ...flags], signal);
		await run('tar', ['--create', '--gzip', '--file', made, '--directory', folder.path, 'node_modules'], signal);
	} catch (error) {
		signal.throwIfAborted();
		throw explainNpm(error, program);
	}
	await rename(made, archive);
}

async function run(command: string, words: readonly string[], signal: AbortSignal): Promise<void> {
	await promisify(execFile)(command, [...words], {signal, timeout: fetchMs});
}

/** @internal */
export function explainNpm(error: unknown, {name, version}: NpmProgram): GatequakeError {
	const {code, stderr}: {code?: unknown; stderr?: unknown} = Object(error);
	if (code === 'ENOENT') {
		return new GatequakeError(`expected a registry of images, or npm to fetch ${name} ${version}; there is neither`, {
			code: 'NO_NPM',
			exitCode: 2,
			hint: `install npm, or load an image by hand: \`docker load\`, then \`--image ${name}=…\``,
			cause: error,
		});
	}
	const words = String(stderr || error).trim();
	return (
		noDiskSpace(words) ??
		new GatequakeError(`expected npm to install ${name} ${version}, it failed:\n${words.split('\n').slice(-8).join('\n')}`, {
			code: 'PACKAGE_NOT_FETCHED',
			hint: `can this machine reach an npm registry (\`npm view ${name} version\`)? Else: \`docker load\`, then \`--image ${name}=…\``,
			cause: error,
		})
	);
}

// Programs that come as npm packages with many others behind them: the host's npm client installs them, without running anything of theirs,
// and one archive of it goes into an image.
import {execFile} from 'node:child_process';
import {existsSync} from 'node:fs';
import {mkdir, mkdtemp, rename, rm} from 'node:fs/promises';
import {homedir} from 'node:os';
import path from 'node:path';
import {promisify} from 'node:util';
import {GatequakeError} from '../error.ts';
import type {ContextEntry} from './image-context.ts';

export interface NpmProgram {
	readonly name: string;
	readonly version: string;
}

const fetchMs = 5 * 60_000;

/** `<name>.tgz` with a `node_modules` folder. Hashing the entry needs no download; a build fetches it first. */
export function npmEntry({name, version}: NpmProgram, cacheFolder: string = defaultCacheFolder()): ContextEntry {
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

function defaultCacheFolder(env: NodeJS.ProcessEnv = process.env): string {
	return path.join(env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), 'gatequake', 'npm');
}

/** Made beside its place and moved there when it is whole: two processes that make it at once cost time, and nothing else. */
async function install({name, version}: NpmProgram, archive: string, signal: AbortSignal): Promise<void> {
	if (existsSync(archive)) return;
	await mkdir(path.dirname(archive), {recursive: true});
	const folder = await mkdtemp(`${archive}-`);
	try {
		const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--omit=dev', '--omit=optional'];
		await run('npm', ['install', '--prefix', folder, `${name}@${version}`, ...flags], signal);
		const partial = path.join(folder, 'partial.tgz');
		await run('tar', ['--create', '--gzip', '--file', partial, '--directory', folder, 'node_modules'], signal);
		await rename(partial, archive);
	} catch (error) {
		if (signal.aborted) throw error;
		throw new GatequakeError(
			`expected npm to install ${name} ${version}: ${error instanceof Error ? error.message.trim() : String(error)}`,
			{
				code: 'PACKAGE_NOT_FETCHED',
				hint: `can this machine reach an npm registry (\`npm view ${name} version\`)? Else: \`docker load\`, then \`--image ${name}=…\``,
				cause: error,
			},
		);
	} finally {
		await rm(folder, {recursive: true, force: true});
	}
}

async function run(program: string, words: readonly string[], signal: AbortSignal): Promise<void> {
	await promisify(execFile)(program, [...words], {signal, timeout: fetchMs});
}

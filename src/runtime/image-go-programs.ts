// Programs that come as Go modules. The host's go command fetches one at a pinned version, checks it, and builds it, once per version, into a
// cache folder; nothing of Go goes into an image.
import {execFile} from 'node:child_process';
import {existsSync} from 'node:fs';
import {rename} from 'node:fs/promises';
import path from 'node:path';
import {promisify} from 'node:util';
import {GatequakeError} from '../error.ts';
import {hostCacheFolder, partialFolder} from './host-cache.ts';
import {noDiskSpace} from './image-build.ts';
import type {ContextEntry} from './image-context.ts';

export interface GoProgram {
	readonly module: string;
	/** Folder of its main package within the module. */
	readonly package: string;
	readonly version: string;
	/** Of the module's files, as in a go.sum. Those of its dependencies stand in its own go.sum. */
	readonly sum: string;
	/** Variable of the module's root package that is to hold the version. */
	readonly versionVariable: string;
}

const fetchMs = 5 * 60_000;

/** The program at `place` in the build context. Hashing the entry needs neither download nor compiler; a build makes it first. */
export function goProgramEntry(program: GoProgram, place: string, cacheFolder: string = hostCacheFolder('go')): ContextEntry {
	const {module, version} = program;
	const file = path.join(cacheFolder, `${module.replaceAll('/', '_')}-${version}-${process.arch}`);
	return {
		kind: 'host',
		path: place,
		from: file,
		identity: `${module}@v${version} ${process.platform} ${process.arch}`,
		fetch: async (signal) => {
			await makeProgram(program, file, signal);
		},
	};
}

async function makeProgram(program: GoProgram, file: string, signal: AbortSignal): Promise<void> {
	if (existsSync(file)) return;
	const {module, version, versionVariable} = program;
	await using partial = await partialFolder(file);
	const fetched = await runGo(program, ['mod', 'download', '-json', `${module}@v${version}`], {cwd: partial.path}, signal);
	// The shape is documented in `go help mod download`.
	const {Sum: sum}: {Sum?: string} = JSON.parse(fetched);
	if (sum !== program.sum) {
		throw new GatequakeError(`expected ${module} ${version} to have the checksum ${program.sum}, it has ${sum}`, {
			code: 'GO_PROGRAM_NOT_MADE',
			hint: 'these are other files than those that Gatequake was tested with: where does `go env GOPROXY` lead?',
		});
	}
	const variable = `-s -w -X ${module}.${versionVariable}=${version}`;
	const built = ['install', '-trimpath', '-buildvcs=false', '-ldflags', variable, `${module}/${program.package}@v${version}`];
	// Without libraries of the host: it runs on any Linux, and in an image that holds nothing else.
	await runGo(program, built, {cwd: partial.path, env: {...process.env, GOBIN: partial.path, CGO_ENABLED: '0'}}, signal);
	await rename(path.join(partial.path, path.basename(program.package)), file);
}

async function runGo(
	program: GoProgram,
	words: readonly string[],
	where: {readonly cwd: string; readonly env?: NodeJS.ProcessEnv},
	signal: AbortSignal,
): Promise<string> {
	try {
		const {stdout} = await promisify(execFile)('go', words, {...where, signal, timeout: fetchMs});
		return stdout;
	} catch (error) {
		signal.throwIfAborted();
		throw explainGo(error, program);
	}
}

/** @internal */
export function explainGo(error: unknown, {module, version}: Pick<GoProgram, 'module' | 'version'>): GatequakeError {
	const {code, stderr, stdout}: {code?: unknown; stderr?: unknown; stdout?: unknown} = Object(error);
	if (code === 'ENOENT') {
		return new GatequakeError(`expected a registry of images, or the go command to make ${module} ${version}; there is neither`, {
			code: 'NO_GO',
			exitCode: 2,
			hint: '`apt-get install golang-go` (1.23 or newer), or load an image by hand: `docker load`, then `--image toxiproxy=…`',
			cause: error,
		});
	}
	// `go mod download -json` says it there, as a field of its own.
	const words = (/"Error": "(.*)"/.exec(String(stdout))?.[1] ?? String(stderr || error)).trim();
	return (
		noDiskSpace(words) ??
		new GatequakeError(`expected go to fetch and build ${module} ${version}, it failed:\n${words.split('\n').slice(-8).join('\n')}`, {
			code: 'GO_PROGRAM_NOT_MADE',
			hint: 'can this machine reach a proxy for Go modules (`go env GOPROXY`)? Else: `docker load`, then `--image toxiproxy=…`',
			cause: error,
		})
	);
}

// Starts a user's compose file as a project of the run's own, with the compose tool that the user has: `docker compose`, or `docker-compose`
// of version 1. A record of the project, kept by the engine, tells reaper and sweep whose it is, whatever becomes of this process. (Testcontainers' own environment
// drives the same tool, but runs a shell in the user's containers to see whether they are ready, and wants its own reaper.)
import {spawn} from 'node:child_process';
import path from 'node:path';
import type Docker from 'dockerode';
import {GatequakeError, exitCodes} from '../error.ts';
import {withDeadline} from './engine.ts';
import {composeProjectLabel, composeRecordLabel, composeServiceLabel, labelsOf} from './labels.ts';
import {mustRun} from './foreign-container.ts';
import {findProject, removeLeftovers} from './run-leftovers.ts';
import type {StartedCompose} from './runtime.ts';
import {refuseShared, sharedNames} from './shared-names.ts';

export interface ComposeOptions {
	readonly runId: string;
	/** Unique among the names of this run. */
	readonly name: string;
	/** Absolute. */
	readonly file: string;
	/** By part. */
	readonly services: Readonly<Record<string, string>>;
	readonly progress: (message: string) => void;
	readonly signal: AbortSignal;
	readonly isKept: (id: string) => boolean;
}

const lookMs = 30_000;
/** Images may have to be built, or fetched. */
const upMs = 600_000;
const downMs = 90_000;

export async function startCompose(docker: Docker, options: ComposeOptions): Promise<StartedCompose> {
	const {runId, name, file, services, progress, signal, isKept} = options;
	// Unique for each start, for the one before may still be going.
	const project = `${name}-compose`;
	const tool = await composeTool(signal);
	const words = [...tool.slice(1), '--project-name', project, '--file', file, '--project-directory', path.dirname(file)];
	const compose = async (more: readonly string[], withinMs: number, until = signal) =>
		await runTool([tool[0], ...words, ...more], {file, withinMs, signal: until});
	const known = (await compose(['config', '--services'], lookMs)).split('\n').filter((line) => line !== '');
	const missing = Object.values(services).filter((service) => !known.includes(service));
	if (missing.length > 0) {
		throw new GatequakeError(`expected ${file} to have the service ${missing.join(' and ')}, and it has ${known.join(', ')}`, {
			code: 'NO_SERVICE',
			exitCode: exitCodes.usage,
			hint: noServiceHint,
		});
	}

	await refuseShared(docker, file, sharedNames(await compose(['config'], lookMs), project));
	progress(`${tool.join(' ')} up: ${file}`);
	const record = `${project}-record`;
	await withDeadline(
		docker.createVolume({Name: record, Labels: {...labelsOf(runId, 'compose'), [composeRecordLabel]: project}}),
		lookMs,
		'record the compose project',
		signal,
	);
	const down = async () => {
		// On its own budget: the run may have been interrupted. Apps may write to folders of the user's, so they are asked to end first.
		await compose(['stop', '--timeout', '2'], downMs, new AbortController().signal).catch(() => {});
		const errors = await removeLeftovers(docker, await findProject(docker, project));
		if (errors.length > 0) throw new AggregateError(errors, `the compose project could not be removed: ${errors.map(String).join('; ')}`);
		await withDeadline(docker.getVolume(record).remove(), lookMs, 'remove the record of the compose project');
	};
	try {
		await compose(['up', '--detach'], upMs);
		const containers = await containersOf(docker, project, services);
		return {
			containers,
			async [Symbol.asyncDispose]() {
				if (!Object.values(containers).some(isKept)) await down();
			},
		};
	} catch (error) {
		const said = await saidByEnded(docker, project).catch(() => '');
		await down().catch(() => {});
		if (said === '' || !(error instanceof GatequakeError)) throw error;
		throw new GatequakeError(`${error.message}\n${said}`, {
			code: error.code,
			exitCode: error.exitCode,
			...(error.hint === undefined ? {} : {hint: error.hint}),
			cause: error,
		});
	}
}

/** Last words of the services that did not stay up. */
async function saidByEnded(docker: Docker, project: string): Promise<string> {
	const label = [`${composeProjectLabel}=${project}`];
	const list = docker.listContainers({all: true, filters: {label, status: ['exited', 'restarting']}});
	const ended = await withDeadline(list, lookMs, 'list the containers of the compose project that ended');
	const words = await Promise.all(ended.map(async ({Id: id}) => await mustRun(docker, id).then(() => '', wordsOf)));
	// What was to end, as a migration, is no reason.
	return words.filter((word) => word !== '' && !/exit code 0\b/.test(word)).join('\n');
}

function wordsOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}

const noServiceHint =
	'the gateway and the upstreams of compose() are names of services; one with `profiles` is there where COMPOSE_PROFILES names one of them';

async function containersOf(
	docker: Docker,
	project: string,
	services: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
	const found = await withDeadline(
		docker.listContainers({all: true, filters: {label: [`${composeProjectLabel}=${project}`]}}),
		lookMs,
		'list the containers of the compose project',
	);
	return Object.fromEntries(
		Object.entries(services).map(([part, service]) => {
			const container = found.find(({Labels: labels}) => labels[composeServiceLabel] === service);
			if (container === undefined) {
				throw new GatequakeError(`expected a container of the service ${service}, and compose has started none`, {
					code: 'NO_SERVICE',
					exitCode: exitCodes.usage,
					hint: noServiceHint,
				});
			}

			return [part, container.Id];
		}),
	);
}

async function composeTool(signal: AbortSignal): Promise<readonly [string, ...string[]]> {
	for (const tool of [['docker', 'compose'], ['docker-compose']] as const) {
		const [program, ...words] = tool;
		const {exitCode} = await spawned([program, ...words, 'version'], lookMs, signal).catch(() => ({exitCode: null}));
		if (exitCode === 0) return tool;
		signal.throwIfAborted();
	}

	throw new GatequakeError('expected `docker compose` or `docker-compose` on this machine, and there is neither', {
		code: 'NO_COMPOSE',
		exitCode: exitCodes.usage,
		hint: 'install the plugin (apt install docker-compose-plugin, or docker-compose), or start the stack yourself and use attach()',
	});
}

interface ToolRun {
	readonly file: string;
	readonly withinMs: number;
	readonly signal: AbortSignal;
}

async function runTool(words: readonly [string, ...string[]], {file, withinMs, signal}: ToolRun): Promise<string> {
	const {exitCode, stdout, stderr} = await spawned(words, withinMs, signal);
	signal.throwIfAborted();
	if (exitCode === 0) return stdout;
	const why = exitCode === null ? `did not end within ${withinMs / 1000} s` : `ended with ${exitCode}`;
	const tool = words[0] === 'docker' ? 'docker compose' : words[0];
	throw new GatequakeError(`${tool} ${why} on ${file}:\n${lastLines(stderr === '' ? stdout : stderr)}`, {
		code: 'COMPOSE_FAILED',
		exitCode: exitCodes.usage,
		hint: hintOf(stderr) ?? words.join(' '),
	});
}

/** What is wrong with this machine, and not with the file. */
function hintOf(stderr: string): string | null {
	return /port is already allocated|address already in use/.test(stderr)
		? 'something has that port: leave the fixed ports out (`ports: [80]`; load goes over the stack’s own network), or attach() to what runs'
		: null;
}

function lastLines(text: string): string {
	return text.trim().split('\n').slice(-15).join('\n');
}

async function spawned(
	[program, ...words]: readonly [string, ...string[]],
	withinMs: number,
	signal: AbortSignal,
): Promise<{readonly exitCode: number | null; readonly stdout: string; readonly stderr: string}> {
	const deadline = AbortSignal.any([signal, AbortSignal.timeout(withinMs)]);
	const child = spawn(program, words, {stdio: ['ignore', 'pipe', 'pipe'], signal: deadline});
	const said = {stdout: '', stderr: ''};
	child.stdout.on('data', (chunk: Buffer) => {
		said.stdout += chunk.toString();
	});
	child.stderr.on('data', (chunk: Buffer) => {
		said.stderr += chunk.toString();
	});
	const {promise, resolve, reject} = Promise.withResolvers<number | null>();
	child.on('error', (error) => {
		if (!deadline.aborted) reject(error);
	});
	child.on('close', resolve);
	return {exitCode: await promise, ...said};
}

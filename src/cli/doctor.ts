// `gatequake doctor`: what is there on this machine, what is missing, and how to mend it.
import {existsSync, readFileSync} from 'node:fs';
import {statfs} from 'node:fs/promises';
import process from 'node:process';
import {checkMachine} from '../doctor/check-machine.ts';
import type {EngineFacts, MachineCheck, MachineFacts} from '../doctor/check-machine.ts';
import {GatequakeError, exitCodes} from '../error.ts';
import {connectEngine} from '../runtime/engine.ts';
import {flagHelp, readArguments} from './arguments.ts';
import type {Flag} from './arguments.ts';
import type {Command} from './command.ts';
import {newRunId} from '../run/report-folder.ts';
import {isBuilt} from '../runtime/images.ts';
import {lookAtEngine} from '../runtime/look-at-engine.ts';
import {openRuntime} from '../runtime/open-runtime.ts';
import {kernelReport} from '../topology/kernel-report.ts';
import {version} from '../version.ts';

const flags: Readonly<Record<string, Flag>> = {
	json: {help: 'prints the checks as JSON: name, state (ok, note, missing), what was found, what to do'},
};

export const doctor: Command = {
	summary: 'what is missing on this machine, and how to mend it',
	help: `Usage: gatequake doctor [--json]

Checks Node, the container engine, its API version, cgroup, processors, memory, disk, images and clock, what builds images where no registry
answers, what the kernel offers to network faults, and what dead runs left. What is missing makes the exit code 2, a note does not.

${flagHelp(flags)}

Examples:
  gatequake doctor
  DOCKER_HOST=unix:///run/user/1000/docker.sock gatequake doctor --json
`,
	async run({argv, cwd, stdout, signal}) {
		const {flags: given} = readArguments(argv, flags, 'doctor');
		const checks = checkMachine(await machineFacts(cwd, signal));
		const isFit = checks.every(({state}) => state !== 'missing');
		stdout.write(
			given.has('json')
				? `${JSON.stringify({schemaVersion: 1, tool: {name: 'gatequake', version}, ok: isFit, checks}, null, '\t')}\n`
				: checks.map(linesOf).join(''),
		);
		return isFit ? exitCodes.pass : exitCodes.usage;
	},
};

const marks: Readonly<Record<MachineCheck['state'], string>> = {ok: 'ok  ', note: 'note', missing: 'MISS'};

function linesOf({name, state, found, mend}: MachineCheck): string {
	const indented = mend === null ? '' : `${mend.replaceAll(/^\s*/gm, '       ')}\n`;
	return `${marks[state]}   ${name}: ${found}\n${indented}`;
}

async function machineFacts(cwd: string, signal: AbortSignal): Promise<MachineFacts> {
	const {engine, noEngine} = await engineFacts(signal);
	return {
		nodeVersion: process.versions.node,
		engine,
		noEngine,
		memoryAvailable: Number(/^MemAvailable:\s+(\d+) kB$/m.exec(textOf('/proc/meminfo') ?? '')?.[1] ?? NaN) * 1024 || null,
		folderFree: await freeIn(cwd),
		builders: ['/usr/bin/mmdebstrap', '/usr/sbin/debootstrap'].filter((file) => existsSync(file)),
		autogroup: textOf('/proc/sys/kernel/sched_autogroup_enabled')?.trim() ?? null,
	};
}

async function engineFacts(signal: AbortSignal): Promise<Pick<MachineFacts, 'engine' | 'noEngine'>> {
	try {
		const {docker, info, address} = await connectEngine();
		const state = await lookAtEngine(docker, address);
		return {engine: {...info, ...state, kernelFeatures: await kernelRows(docker, signal)}, noEngine: null};
	} catch (error) {
		if (!(error instanceof GatequakeError)) {
			throw error;
		}

		return {engine: null, noEngine: {message: error.message, hint: error.hint ?? ''}};
	}
}

/** Tried in a container: its image is not built for that alone. */
async function kernelRows(docker: Parameters<typeof isBuilt>[0], signal: AbortSignal): Promise<EngineFacts['kernelFeatures']> {
	if (!(await isBuilt(docker, 'netfault'))) {
		return null;
	}

	await using runtime = await openRuntime({runId: newRunId(), keep: false, progress: () => {}, signal});
	return await kernelReport(runtime);
}

function textOf(file: string): string | null {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		// Not on this system.
		return null;
	}
}

async function freeIn(folder: string): Promise<number | null> {
	try {
		const {bavail, bsize} = await statfs(folder);
		return bavail * bsize;
	} catch {
		return null;
	}
}

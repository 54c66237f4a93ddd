// Finds the container engine that answers, and asks it what it is. Docker 20.10 (API 1.41) is the oldest that Gatequake drives.
import Docker from 'dockerode';
import {GatequakeError} from '../error.ts';
import {dockerOptions, engineAddresses, type EngineAddress} from './engine-address.ts';
import {withDeadline} from './engine-deadline.ts';
import type {EngineInfo} from './runtime.ts';

export {withDeadline} from './engine-deadline.ts';

/** Oldest engine API that is driven: Docker 20.10. */
export const oldestApiVersion = '1.41';

/** An engine that is there answers in milliseconds; ssh and a busy machine take longer. */
const answerMs = 10_000;

export interface ConnectedEngine {
	readonly docker: Docker;
	readonly info: EngineInfo;
	/** Where it answered, as a DOCKER_HOST would say it. */
	readonly address: string;
}

/** Rejects with `NO_ENGINE` where none answers and with `ENGINE_TOO_OLD` below API 1.41; both are exit code 2. */
export async function connectEngine(addresses: readonly EngineAddress[] = engineAddresses()): Promise<ConnectedEngine> {
	const refusals: string[] = [];
	let lastError: unknown;
	for (const address of addresses) {
		const docker = new Docker(dockerOptions(address));
		const version = await ask(docker, address).catch((error: unknown) => {
			lastError = error;
			refusals.push(`${address.url} (${address.from}): ${error instanceof Error ? error.message : String(error)}`);
			return null;
		});
		if (version === null) continue;
		refuseOld(version.ApiVersion, version.Version);
		return {docker, info: await describe(docker, version), address: address.url};
	}
	throw new GatequakeError(`expected a container engine to answer, none did: ${refusals.join('; ')}`, {
		code: 'NO_ENGINE',
		exitCode: 2,
		hint: refusals.some((refusal) => refusal.includes('EACCES'))
			? 'the engine is there and this user may not speak to it: add the user to the group `docker` and log in again, or run as root'
			: '`npm start` inside the repository sets an engine up; elsewhere install Docker 20.10 or newer and start it, or set DOCKER_HOST',
		cause: lastError,
	});
}

/** Whether version `a` is older than version `b`: `1.9` is older than `1.41`. */
export function isOlder(a: string, b: string): boolean {
	const [aMajor = 0, aMinor = 0] = a.split('.').map(Number);
	const [bMajor = 0, bMinor = 0] = b.split('.').map(Number);
	return aMajor < bMajor || (aMajor === bMajor && aMinor < bMinor);
}

async function ask(docker: Docker, address: EngineAddress): Promise<Docker.DockerVersion> {
	const version = await withDeadline(docker.version(), answerMs, `answer at ${address.url}`);
	if (typeof version?.ApiVersion !== 'string') throw new TypeError('what answers is no container engine');
	return version;
}

function refuseOld(apiVersion: string, version: string): void {
	if (!isOlder(apiVersion, oldestApiVersion)) return;
	throw new GatequakeError(`expected engine API ${oldestApiVersion} or newer, the engine (version ${version}) speaks ${apiVersion}`, {
		code: 'ENGINE_TOO_OLD',
		exitCode: 2,
		hint: 'update Docker to 20.10 or newer, or point DOCKER_HOST at a newer engine',
	});
}

async function describe(docker: Docker, version: Docker.DockerVersion): Promise<EngineInfo> {
	// The type of info() is `any`; the shape is /info of the engine's API, and each field is made sure of.
	const info: Record<string, unknown> = await withDeadline(docker.info(), answerMs, 'describe itself (/info)');
	const text = (name: string): string => (typeof info[name] === 'string' ? info[name] : '');
	const podman = version.Components?.some((component) => /podman/i.test(component.Name)) ?? false;
	return {
		name: podman ? 'Podman' : 'Docker',
		version: version.Version,
		apiVersion: version.ApiVersion,
		kernel: version.KernelVersion ?? text('KernelVersion'),
		cpus: Number(info['NCPU'] ?? 0),
		memoryBytes: Number(info['MemTotal'] ?? 0),
		cgroup: text('CgroupVersion') === '2' ? 'v2' : 'v1',
		storageDriver: text('Driver'),
	};
}

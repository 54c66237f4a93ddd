// A container engine that answers. Where none does, and the machine is Debian-like and the user root, Debian's own docker.io is
// installed and started, with consent. Anybody else is told what to do.
import {spawn} from 'node:child_process';
import {closeSync, existsSync, openSync, readFileSync, rmSync} from 'node:fs';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import {GatequakeError} from '../error.ts';
import {connectEngine, type ConnectedEngine} from '../runtime/engine.ts';
import {engineAddresses} from '../runtime/engine-address.ts';
import {consent} from './consent.ts';
import {runCommand, step} from './step.ts';

const logFile = '/var/log/gatequake-dockerd.log';
const installMs = 10 * 60_000;
const startMs = 60_000;
const pollMs = 200;

export async function ensureEngine(): Promise<ConnectedEngine> {
	try {
		return await connectEngine();
	} catch (error) {
		if (!(error instanceof GatequakeError) || error.code !== 'NO_ENGINE') throw error;
		await mend(error);
		return await connectEngine();
	}
}

/** What set-up sees of the machine when no engine answers. */
export interface Machine {
	readonly root: boolean;
	readonly debianLike: boolean;
	readonly hasDockerd: boolean;
	/** The user named an engine by DOCKER_HOST or a context. */
	readonly named: boolean;
	readonly mayNotSpeak: boolean;
}

export type Remedy = {readonly do: 'install-and-start' | 'start'} | {readonly do: 'tell'; readonly what: string};

/** What is to be done where no engine answers. */
export function remedyFor(machine: Machine): Remedy {
	if (machine.named) return {do: 'tell', what: 'start the engine that you named, or unset DOCKER_HOST and choose another docker context'};
	if (machine.mayNotSpeak) {
		return {do: 'tell', what: 'an engine is there, but this user may not speak to it: `sudo usermod -aG docker $USER`, log in again'};
	}
	if (machine.root && machine.hasDockerd) return {do: 'start'};
	if (machine.root && machine.debianLike) return {do: 'install-and-start'};
	if (machine.hasDockerd)
		return {do: 'tell', what: 'Docker is installed and not running: `sudo systemctl start docker` (or `sudo dockerd &`)'};
	if (machine.debianLike) {
		return {do: 'tell', what: '`sudo apt-get install docker.io mmdebstrap && sudo usermod -aG docker $USER`, then log in again'};
	}
	return {
		do: 'tell',
		what: 'install Docker 20.10 or newer (docs.docker.com/engine/install) and start it, or set DOCKER_HOST to an engine elsewhere',
	};
}

/** What an engine that can build our images needs of Debian, without all that its package recommends. */
export function enginePackages(appArmor: boolean): readonly string[] {
	// A kernel with AppArmor refuses containers whose profile nobody can load.
	return ['docker.io', 'iptables', 'mmdebstrap', ...(appArmor ? ['apparmor'] : [])];
}

/** Installs packages of the distribution. */
export async function aptInstall(packages: readonly string[]): Promise<void> {
	const options = {deadlineMs: installMs, hint: 'can this machine reach its Debian mirror?', env: {DEBIAN_FRONTEND: 'noninteractive'}};
	await step('apt-get update', async () => await runCommand('apt-get', ['update', '-q'], options));
	await step(`apt-get install ${packages.join(' ')}`, async () => {
		const args = ['install', '-qy', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120', ...packages];
		await runCommand('apt-get', args, options);
	});
}

export function isDebianLike(): boolean {
	return process.platform === 'linux' && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get');
}

async function mend(error: GatequakeError): Promise<void> {
	const remedy = remedyFor(look(error));
	if (remedy.do === 'tell') {
		throw new GatequakeError(`${error.message}. To go on: ${remedy.what}.`, {code: 'NO_ENGINE', exitCode: 2, cause: error});
	}
	if (remedy.do === 'install-and-start') {
		const packages = enginePackages(existsSync('/sys/module/apparmor'));
		await consent(
			`install ${packages.join(', ')} from the distribution and start dockerd in the background`,
			`\`apt-get install ${packages.join(' ')}\`, start dockerd, run again; or set DOCKER_HOST to an engine elsewhere`,
		);
		await aptInstall(packages);
		// Where there is an init system, the package has started it by now.
		if (existsSync('/run/systemd/system') && (await answers())) return;
	} else {
		await consent(
			'start dockerd, which is installed and not running, in the background',
			'start dockerd and run again, or set DOCKER_HOST',
		);
	}
	await step(`dockerd (log: ${existsSync('/run/systemd/system') ? 'journalctl -u docker' : logFile})`, startDockerd);
}

function look(error: GatequakeError): Machine {
	return {
		root: process.getuid?.() === 0,
		debianLike: isDebianLike(),
		hasDockerd: ['/usr/sbin/dockerd', '/usr/bin/dockerd', '/usr/local/bin/dockerd'].some((file) => existsSync(file)),
		named: engineAddresses()[0]?.from !== 'default socket',
		mayNotSpeak: error.message.includes('EACCES'),
	};
}

async function startDockerd(): Promise<void> {
	if (existsSync('/run/systemd/system')) {
		await runCommand('systemctl', ['start', 'docker'], {deadlineMs: startMs, hint: '`journalctl -u docker` says why'});
		if (await answers()) return;
		throw notStarted('dockerd started by systemd does not answer', '');
	}
	if (!cgroupsAreMounted()) {
		// Where no init system has done it.
		await runCommand('mount', ['-t', 'cgroup2', 'cgroup2', '/sys/fs/cgroup'], {deadlineMs: 10_000, hint: 'mount the cgroups by hand'});
	}
	for (const [file, program] of Object.entries(pidFiles)) forgetDeadProcess(file, program);
	const log = openSync(logFile, 'w');
	// A session and output of its own: it lives on after this command, and holds none of its pipes open.
	const dockerd = spawn('dockerd', [], {detached: true, stdio: ['ignore', log, log], cwd: '/'});
	closeSync(log);
	let end = '';
	dockerd.once('error', (error) => (end = error.message));
	dockerd.once('exit', (code, signal) => (end = `it ended with ${signal ?? `exit code ${code}`}`));
	const deadlineMs = performance.now() + startMs;
	while (!(await answers())) {
		if (end !== '') throw notStarted(`dockerd does not start: ${end}`, readFileSync(logFile, 'utf8'));
		if (performance.now() > deadlineMs)
			throw notStarted(`dockerd did not answer within ${startMs / 1000} s`, readFileSync(logFile, 'utf8'));
		await sleep(pollMs);
	}
	dockerd.unref();
}

/** Version 2 has a file of controllers, version 1 a folder for each. */
function cgroupsAreMounted(): boolean {
	return existsSync('/sys/fs/cgroup/cgroup.controllers') || existsSync('/sys/fs/cgroup/memory');
}

async function answers(): Promise<boolean> {
	return await connectEngine().then(
		() => true,
		() => false,
	);
}

function notStarted(message: string, log: string): GatequakeError {
	const lastLines = log.trimEnd().split('\n').slice(-12).join('\n');
	return new GatequakeError(`${message}\n${lastLines}`, {
		code: 'NO_ENGINE',
		exitCode: 2,
		hint: `the whole log is ${logFile}; does this machine have cgroups mounted, iptables, and the right to make network namespaces?`,
	});
}

/** Where dockerd and its containerd note their process ids. */
const pidFiles = {'/var/run/docker.pid': 'dockerd', '/var/run/docker/containerd/containerd.pid': 'containerd'} as const;

/** An engine that was killed leaves its process id behind; a new one does not start while any other process has got that id since. */
function forgetDeadProcess(file: string, program: string): void {
	if (!existsSync(file)) return;
	const comm = `/proc/${readFileSync(file, 'utf8').trim()}/comm`;
	if (existsSync(comm) && readFileSync(comm, 'utf8').trim() !== program) rmSync(file);
}

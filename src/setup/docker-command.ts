// The command `docker`, for the tests of what a CI job does with it. Some distributions have it in a package of its own, beside the engine.
// Where there is none, the machine is Debian-like and the user root, it is installed, with consent. Anybody else is told what to do.
import {spawnSync} from 'node:child_process';
import process from 'node:process';
import {GatequakeError} from '../error.ts';
import {consent} from './consent.ts';
import {aptInstall, isDebianLike} from './container-engine.ts';

export async function ensureDockerCommand(): Promise<void> {
	if (spawnSync('docker', ['--version']).status === 0) return;
	const byHand = 'install the command-line client of Docker: `apt-get install docker-cli`';
	if (process.getuid?.() !== 0 || !isDebianLike()) {
		throw new GatequakeError('expected the command `docker` for the tests of the GitHub action, and found none', {
			code: 'NO_DOCKER_COMMAND',
			exitCode: 2,
			hint: byHand,
		});
	}

	await consent('install docker-cli from the distribution, for the tests of the GitHub action', byHand);
	await aptInstall(['docker-cli']);
}

// The command `docker`, for the tests of what a CI job does with it. Some distributions have it in a package of its own, beside the engine.
import {spawnSync} from 'node:child_process';
import {installDebianTool} from './debian-tool.ts';

export async function ensureDockerCommand(): Promise<void> {
	if (spawnSync('docker', ['--version']).status === 0) return;
	await installDebianTool({
		packages: ['docker-cli'],
		wanted: 'the command `docker`',
		found: 'none',
		testsOf: 'the GitHub action',
		code: 'NO_DOCKER_COMMAND',
		byHand: 'install the command-line client of Docker: `apt-get install docker-cli`',
	});
}

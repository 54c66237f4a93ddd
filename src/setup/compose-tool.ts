// A compose tool for the tests that start a user's compose file. Where there is none, the machine is Debian-like and the user root, the
// distribution's is installed, with consent. Anybody else is told what to do.
import {spawnSync} from 'node:child_process';
import process from 'node:process';
import {GatequakeError} from '../error.ts';
import {consent} from './consent.ts';
import {aptInstall, isDebianLike} from './container-engine.ts';

const tools = [
	['docker', 'compose', 'version'],
	['docker-compose', 'version'],
] as const;

export async function ensureComposeTool(): Promise<void> {
	if (tools.some(([program, ...words]) => spawnSync(program, words).status === 0)) return;
	const byHand = 'install the compose plugin of Docker, or `apt-get install docker-compose`';
	if (process.getuid?.() !== 0 || !isDebianLike()) {
		throw new GatequakeError('expected `docker compose` or `docker-compose` for the tests of compose files, and found neither', {
			code: 'NO_COMPOSE',
			exitCode: 2,
			hint: byHand,
		});
	}

	await consent('install docker-compose from the distribution, for the tests of compose files', byHand);
	await aptInstall(['docker-compose']);
}

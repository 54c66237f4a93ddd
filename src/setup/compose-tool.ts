// A compose tool for the tests that start a user's compose file.
import {spawnSync} from 'node:child_process';
import {installDebianTool} from './debian-tool.ts';

const tools = [
	['docker', 'compose', 'version'],
	['docker-compose', 'version'],
] as const;

export async function ensureComposeTool(): Promise<void> {
	if (tools.some(([program, ...words]) => spawnSync(program, words).status === 0)) return;
	await installDebianTool({
		packages: ['docker-compose'],
		wanted: '`docker compose` or `docker-compose`',
		found: 'neither',
		testsOf: 'compose files',
		code: 'NO_COMPOSE',
		byHand: 'install the compose plugin of Docker, or `apt-get install docker-compose`',
	});
}

// An engine that is named beside the run's own: by its address, or as a docker context, which has its own certificates.
import {homedir} from 'node:os';
import type Docker from 'dockerode';
import {GatequakeError, exitCodes} from '../error.ts';
import {connectEngine} from './engine.ts';
import {engineAddresses} from './engine-address.ts';
import type {EngineInfo} from './runtime.ts';

export interface NamedEngine {
	/** As it was named. */
	readonly name: string;
	readonly docker: Docker;
	readonly info: EngineInfo;
	/** What makes a program find this engine as its own. */
	readonly environment: NodeJS.ProcessEnv;
}

/** @throws GatequakeError `NO_ENGINE`, `ENGINE_TOO_OLD`; exit code 2. */
export async function connectNamed(name: string, env: NodeJS.ProcessEnv = process.env, home: string = homedir()): Promise<NamedEngine> {
	const environment = {...env, ...(name.includes('://') ? {DOCKER_HOST: name} : {DOCKER_HOST: '', DOCKER_CONTEXT: name})};
	const addresses = engineAddresses(environment, home).map((address) => ({...address, from: '--generator-engine'}));
	const [behindSsh] = addresses.filter(({url}) => url.startsWith('ssh:')).map(({url}) => url.slice('ssh://'.length));
	if (behindSsh !== undefined) throw notBySsh(name, behindSsh);
	try {
		const {docker, info} = await connectEngine(addresses);
		return {name, docker, info, environment};
	} catch (error) {
		if (!(error instanceof GatequakeError)) throw error;
		const {code, message, cause} = error;
		throw new GatequakeError(`the generator engine ${name}: ${message}`, {
			code,
			exitCode: exitCodes.usage,
			hint: hintFor(error, name),
			cause,
		});
	}
}

function hintFor({code, message}: GatequakeError, name: string): string {
	if (code === 'ENGINE_TOO_OLD') return 'update Docker there to 20.10 or newer';
	if (/certificate|TLS|SSL|wrong version number|HTTP request to an HTTPS server/i.test(message)) {
		return 'it speaks TLS otherwise than was expected: DOCKER_CERT_PATH names the folder with ca.pem, cert.pem and key.pem for tcp:// addresses; or name a docker context, which has its own';
	}

	const chosen = name.includes('://') ? '--host' : '--context';
	return `\`docker ${chosen} ${name} version\` on this machine shows whether it answers`;
}

/** What dockerode makes of such an address is no URL for Node 26. */
function notBySsh(name: string, host: string): GatequakeError {
	return new GatequakeError(
		`the generator engine ${name}: expected an address that begins with tcp:// or unix://, and it is reached by ssh`,
		{
			code: 'NO_ENGINE',
			exitCode: exitCodes.usage,
			hint: `\`ssh -fNL /tmp/engine.sock:/var/run/docker.sock ${host}\`, and --generator-engine unix:///tmp/engine.sock`,
		},
	);
}

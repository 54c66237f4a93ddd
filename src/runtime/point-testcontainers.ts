// testcontainers finds its engine in its own way, which knows neither docker contexts nor the user's rootless socket before the default
// one. It looks once in the life of the process, and at the environment only: so it is made to look while the environment says where.
import {getContainerRuntimeClient} from 'testcontainers';
import {GatequakeError} from '../error.ts';
import {engineAddresses} from './engine-address.ts';

let pointed: Promise<unknown> | null = null;

/** `address` is what `connectEngine` found. The environment is as before when the promise resolves. */
export async function pointTestcontainersAt(address: string): Promise<void> {
	pointed ??= look(address);
	await pointed;
}

async function look(address: string): Promise<void> {
	const certificates = engineAddresses().find((candidate) => candidate.url === address)?.certificates;
	const told: Readonly<Record<string, string>> = {
		DOCKER_HOST: address,
		// Without a name for its host it would look for the gateway of the default network, and run a foreign image where there is none.
		TESTCONTAINERS_HOST_OVERRIDE: 'localhost',
		...(certificates ? {DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: certificates} : {}),
	};
	const before = Object.keys(told).map((name) => [name, process.env[name]] as const);
	Object.assign(process.env, told);
	try {
		await getContainerRuntimeClient();
	} catch (error) {
		throw new GatequakeError(`expected testcontainers to reach the engine at ${address}, it could not`, {
			code: 'NO_ENGINE',
			exitCode: 2,
			hint: 'it knows unix:// and tcp:// addresses only: forward an engine behind ssh to a local socket and set DOCKER_HOST to that',
			cause: error,
		});
	} finally {
		for (const [name, value] of before) {
			if (value === undefined) delete process.env[name];
			else process.env[name] = value;
		}
	}
}

// The images of the core suite on nginx, so that the first run need not stop for one. Other gateways' are made when they are first run.
import process from 'node:process';
import type Docker from 'dockerode';
import {GatequakeError} from '../error.ts';
import {ensureImage} from '../runtime/images.ts';
import type {ImageName} from '../runtime/runtime.ts';
import {consent} from './consent.ts';
import {aptInstall, isDebianLike} from './container-engine.ts';
import {say} from './step.ts';

/** With their parents. */
const coreImages: readonly ImageName[] = ['app', 'loadgen', 'nginx'];
const deadlineMs = 20 * 60_000;

export async function ensureCoreImages(docker: Docker): Promise<void> {
	try {
		await ensureAll(docker);
	} catch (error) {
		const mendable = error instanceof GatequakeError && error.code === 'NO_MMDEBSTRAP' && process.getuid?.() === 0 && isDebianLike();
		if (!mendable) throw error;
		await consent('install mmdebstrap from the distribution, to make a Debian image without a registry', '`apt-get install mmdebstrap`');
		await aptInstall(['mmdebstrap']);
		await ensureAll(docker);
	}
}

async function ensureAll(docker: Docker): Promise<void> {
	const controller = new AbortController();
	const signal = AbortSignal.any([controller.signal, AbortSignal.timeout(deadlineMs)]);
	const all = coreImages.map(async (name) => await ensureImage(docker, name, {progress: say, signal}));
	try {
		await Promise.all(all);
	} catch (error) {
		// The first failure is the one to be told; the other builds are stopped and waited for.
		controller.abort(error);
		await Promise.allSettled(all);
		throw error;
	}
}

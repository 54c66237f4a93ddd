// Images from a registry: the official ones where a registry answers soon, and the user's own.
import type Docker from 'dockerode';
import {GatequakeError} from '../error.ts';
import {followStream, noDiskSpace} from './image-build.ts';
import {withDeadline} from './engine-deadline.ts';

/** A registry that is there says something within seconds. */
const answerMs = 10_000;
const pullMs = 10 * 60_000;

/** Engines whose registry did not answer: it is asked once. */
const silentRegistries = new WeakSet<Docker>();

/** Whether the official image is there now. No registry, a refusal and a broken pull all mean no: there is another way to build. */
export async function pullOfficial(docker: Docker, reference: string, signal: AbortSignal): Promise<boolean> {
	if (await isPresent(docker, reference)) return true;
	if (silentRegistries.has(docker)) return false;
	try {
		await pull(docker, reference, signal);
		return true;
	} catch (error) {
		signal.throwIfAborted();
		const full = noDiskSpace(error instanceof Error ? error.message : '');
		if (full) throw full;
		silentRegistries.add(docker);
		return false;
	}
}

/** Makes sure that an image which the user named is there. */
export async function pullNamed(
	docker: Docker,
	reference: string,
	progress: (message: string) => void,
	signal: AbortSignal,
): Promise<void> {
	if (await isPresent(docker, reference)) return;
	progress(`image ${reference}: pulling`);
	try {
		await pull(docker, reference, signal);
	} catch (error) {
		signal.throwIfAborted();
		const message = error instanceof Error ? error.message.trim() : String(error);
		throw (
			noDiskSpace(message) ??
			new GatequakeError(`expected image ${reference} to be there or in a registry, it is in neither: ${message}`, {
				code: 'IMAGE_NOT_FOUND',
				exitCode: 2,
				hint: 'check the name, `docker pull` it or `docker load` it; without --image Gatequake builds its own',
				cause: error,
			})
		);
	}
}

async function isPresent(docker: Docker, reference: string): Promise<boolean> {
	return (await inspectImage(docker, reference)) !== null;
}

/** Null where the engine has no such image. */
export async function inspectImage(docker: Docker, reference: string): Promise<Docker.ImageInspectInfo | null> {
	try {
		return await withDeadline(docker.getImage(reference).inspect(), answerMs, `say whether it has image ${reference}`);
	} catch (error) {
		if (error instanceof Error && Reflect.get(error, 'statusCode') === 404) return null;
		throw error;
	}
}

async function pull(docker: Docker, reference: string, signal: AbortSignal): Promise<void> {
	// Without a tag the engine would pull every tag there is.
	const named = /:[^/]+$|@/.test(reference) ? reference : `${reference}:latest`;
	const what = `pull ${named}`;
	const stream = await withDeadline(async (abortSignal) => await docker.pull(named, {abortSignal}), answerMs, what, signal);
	await followStream(stream, pullMs, what, () => {}, signal);
}

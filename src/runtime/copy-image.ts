// Takes an image from one engine to another, as it is: what runs there is what runs here, and nothing is built or fetched a second time.
import {once} from 'node:events';
import type Docker from 'dockerode';
import {GatequakeError, exitCodes} from '../error.ts';
import {withDeadline} from './engine-deadline.ts';
import {inspectImage} from './image-pull.ts';

export interface ImageCopy {
	readonly from: Docker;
	readonly to: Docker;
	/** Of the other engine, for messages. */
	readonly name: string;
	readonly reference: string;
	readonly progress: (message: string) => void;
	readonly signal: AbortSignal;
}

const copyMs = 10 * 60_000;

/** @throws GatequakeError `IMAGE_NOT_COPIED`; exit code 2. */
export async function copyImage({from, to, name, reference, progress, signal}: ImageCopy): Promise<void> {
	const [own, there] = await Promise.all([inspectImage(from, reference), inspectImage(to, reference)]);
	if (own !== null && there?.Id === own.Id) return;
	progress(`image ${reference}: copying to ${name}`);
	const said: Buffer[] = [];
	const copy = async (abortSignal: AbortSignal): Promise<void> => {
		const answer = await to.loadImage(await from.getImage(reference).get(), {abortSignal});
		answer.on('data', (chunk: Buffer) => said.push(chunk));
		await once(answer, 'end', {signal: abortSignal});
	};
	try {
		await withDeadline(copy, copyMs, `take over the image ${reference}`, signal);
	} catch (error) {
		signal.throwIfAborted();
		throw notCopied(name, reference, error instanceof Error ? error.message : String(error), error);
	}
	const arrived = await inspectImage(to, reference);
	if (arrived === null) throw notCopied(name, reference, Buffer.concat(said).toString('utf8').trim());
	if (own !== null && arrived.Architecture !== own.Architecture) {
		throw notCopied(name, reference, `it is for ${own.Architecture}, and arrived as ${arrived.Architecture}`);
	}
}

function notCopied(name: string, reference: string, why: string, cause?: unknown): GatequakeError {
	return new GatequakeError(`expected ${name} to take over the image ${reference}, and it did not: ${why}`, {
		code: 'IMAGE_NOT_COPIED',
		exitCode: exitCodes.usage,
		hint: 'look at the disk of that machine; `docker save IMAGE | docker --host ADDRESS load` does the same by hand',
		...(cause === undefined ? {} : {cause}),
	});
}

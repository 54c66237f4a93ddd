// The anchor is a small container whose standard input the run holds open. It runs `cat`, so it ends when the run ends, however that
// came about. Whether a run is alive is asked of the engine by it: process ids mean nothing across namespaces and remote engines.
import {Duplex} from 'node:stream';
import type Docker from 'dockerode';
import {withDeadline} from './engine.ts';
import {unless} from './http-status.ts';
import {anchorPart, labelsOf} from './labels.ts';

export interface Anchor extends AsyncDisposable {
	readonly id: string;
}

/** `image` needs nothing but `cat`. Not to be aborted: it takes half a second, and half an anchor would be worse than none. */
export async function startAnchor(docker: Docker, runId: string, image: string): Promise<Anchor> {
	const create = docker.createContainer({
		name: `gatequake-${runId}-${anchorPart}`,
		Image: image,
		Entrypoint: ['cat'],
		Cmd: [],
		Labels: labelsOf(runId, anchorPart),
		OpenStdin: true,
		AttachStdin: true,
		// The one place where the end of the attached connection must end the input.
		StdinOnce: true,
		HostConfig: {
			AutoRemove: true,
			NetworkMode: 'none',
			CapDrop: ['ALL'],
			SecurityOpt: ['no-new-privileges'],
			LogConfig: {Type: 'none', Config: {}},
		},
	});
	const container = await withDeadline(create, 30_000, 'create the anchor container');
	const remove = async (): Promise<void> => {
		await withDeadline(unless([404, 409], container.remove({force: true})), 30_000, 'remove the anchor container');
	};
	try {
		const input = await withDeadline(container.attach({hijack: true, stream: true, stdin: true}), 10_000, 'attach to the anchor');
		if (!(input instanceof Duplex)) throw new TypeError('expected a socket from the engine’s attach call');
		// The engine closes the connection when the anchor ends; a run without an anchor notices in what it does next.
		input.on('error', () => {}).resume();
		await withDeadline(container.start(), 30_000, 'start the anchor container');
		return {
			id: container.id,
			async [Symbol.asyncDispose]() {
				input.destroy();
				await remove();
			},
		};
	} catch (error) {
		await remove().catch(() => {});
		throw error;
	}
}

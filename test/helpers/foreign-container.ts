// A container that is not of any run: what a user already has. It carries none of our labels.
import Docker from 'dockerode';
import {newRunId} from './test-runtime.ts';

export interface ForeignContainer extends AsyncDisposable {
	readonly id: string;
	isPaused(): Promise<boolean>;
	pause(): Promise<void>;
	unpause(): Promise<void>;
}

export async function startForeignContainer(image: string): Promise<ForeignContainer> {
	const container = await new Docker().createContainer({name: `foreign-${newRunId()}`, Image: image, Cmd: ['sleep', '600']});
	await container.start();
	return {
		id: container.id,
		isPaused: async () => (await container.inspect()).State.Paused,
		pause: async () => void (await container.pause()),
		unpause: async () => void (await container.unpause()),
		[Symbol.asyncDispose]: async () => void (await container.remove({force: true})),
	};
}

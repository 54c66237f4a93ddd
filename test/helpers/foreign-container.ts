// A container that is not of any run: what a user already has. It carries none of our labels.
import Docker from 'dockerode';
import {newRunId} from './test-runtime.ts';

export interface ForeignContainer extends AsyncDisposable {
	readonly id: string;
	isPaused(): Promise<boolean>;
	/** On the engine's default network. */
	address(): Promise<string>;
	/** Ends it, and leaves it there. */
	kill(): Promise<void>;
	pause(): Promise<void>;
	unpause(): Promise<void>;
}

export async function startForeignContainer(image: string, command: readonly string[] = ['sleep', '600']): Promise<ForeignContainer> {
	const container = await new Docker().createContainer({name: `foreign-${newRunId()}`, Image: image, Cmd: [...command]});
	await container.start();
	return {
		id: container.id,
		isPaused: async () => (await container.inspect()).State.Paused,
		address: async () => (await container.inspect()).NetworkSettings.Networks['bridge']?.IPAddress ?? '',
		kill: async () => void (await container.kill()),
		pause: async () => void (await container.pause()),
		unpause: async () => void (await container.unpause()),
		[Symbol.asyncDispose]: async () => void (await container.remove({force: true})),
	};
}

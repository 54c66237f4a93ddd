// A container that is not of any run: what a user already has. It carries none of our labels.
import {text} from 'node:stream/consumers';
import Docker from 'dockerode';
import {newRunId} from './test-runtime.ts';

export interface ForeignContainer extends AsyncDisposable {
	readonly id: string;
	isPaused(): Promise<boolean>;
	/** On the engine's default network. */
	address(): Promise<string>;
	/** Ends it, and leaves it there. */
	kill(): Promise<void>;
	/** What the command prints. */
	run(words: readonly string[]): Promise<string>;
	pause(): Promise<void>;
	unpause(): Promise<void>;
}

/** `folders`: of the engine's machine, seen at the same place, and not written to. */
export async function startForeignContainer(
	image: string,
	command: readonly string[] = ['sleep', '600'],
	folders: readonly string[] = [],
	host: Docker.HostConfig & {readonly CgroupnsMode?: string} = {},
): Promise<ForeignContainer> {
	const container = await new Docker().createContainer({
		name: `foreign-${newRunId()}`,
		Image: image,
		Cmd: [...command],
		...(folders.length === 0 ? {} : {User: 'root'}),
		HostConfig: {...host, Binds: folders.map((folder) => `${folder}:${folder}:ro`)},
	});
	await container.start();
	return {
		id: container.id,
		isPaused: async () => (await container.inspect()).State.Paused,
		address: async () => (await container.inspect()).NetworkSettings.Networks['bridge']?.IPAddress ?? '',
		kill: async () => void (await container.kill()),
		async run(words) {
			const exec = await container.exec({Cmd: [...words], AttachStdout: true, AttachStderr: true, Tty: true});
			return await text(await exec.start({hijack: true, stdin: false, Tty: true}));
		},
		pause: async () => void (await container.pause()),
		unpause: async () => void (await container.unpause()),
		[Symbol.asyncDispose]: async () => void (await container.remove({force: true})),
	};
}

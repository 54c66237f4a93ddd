import test from 'ava';
import {carryOutUndo} from '../../../src/runtime/carry-out-undo.ts';
import {connectEngine} from '../../../src/runtime/engine.ts';
import type {RunningContainer, Undo} from '../../../src/runtime/runtime.ts';
import {echoSpec, openTestRuntime} from '../../helpers/test-runtime.ts';

const {docker} = await connectEngine();

interface UndoCase {
	readonly fault: (container: RunningContainer, networkId: string) => Promise<void>;
	readonly undo: (id: string, networkName: string) => Undo;
	/** Whether nothing of the fault is left. */
	readonly isUndone: (container: RunningContainer) => Promise<boolean>;
}

const cases: Readonly<Record<Undo['do'], UndoCase>> = {
	unpause: {
		fault: async (container) => await container.pause(),
		undo: (id) => ({do: 'unpause', container: id}),
		isUndone: async (container) => !(await container.inspect()).paused,
	},
	start: {
		fault: async (container) => await container.kill('SIGKILL'),
		undo: (id) => ({do: 'start', container: id}),
		isUndone: async (container) => (await container.inspect()).running,
	},
	signal: {
		fault: async (container) => await container.kill('SIGSTOP'),
		undo: (id) => ({do: 'signal', container: id, signal: 'SIGCONT'}),
		isUndone: async (container) => !(await container.exec(['cat', '/proc/1/status'])).stdout.includes('stopped'),
	},
	exec: {
		fault: async (container) => void (await container.exec(['touch', '/fault'])),
		undo: (id) => ({do: 'exec', container: id, command: ['rm', '/fault']}),
		isUndone: async (container) => (await container.exec(['ls', '/fault'])).exitCode !== 0,
	},
	update: {
		fault: async (container) => await container.update({memoryBytes: 16 * 1024 * 1024}),
		undo: (id) => ({do: 'update', container: id, limits: {memoryBytes: 64 * 1024 * 1024}}),
		isUndone: async ({id}) => (await docker.getContainer(id).inspect()).HostConfig.Memory === 64 * 1024 * 1024,
	},
	connect: {
		fault: async ({id}, networkId) => void (await docker.getNetwork(networkId).disconnect({Container: id})),
		undo: (id, network) => ({do: 'connect', container: id, network, aliases: ['app']}),
		isUndone: async ({id}) => {
			const {NetworkSettings} = await docker.getContainer(id).inspect();
			return Object.values(NetworkSettings.Networks).some((network) => network.IPAddress !== '' && network.Aliases?.includes('app'));
		},
	},
};

for (const [kind, {fault, undo, isUndone}] of Object.entries(cases)) {
	test(`the undo \`${kind}\` takes the fault back, may be carried out again, and may come after the container’s end`, async (t) => {
		await using runtime = await openTestRuntime();
		const network = await runtime.createNetwork('topology');
		const spec = await echoSpec(runtime, {network: {name: network.name, aliases: ['app']}, memoryBytes: 64 * 1024 * 1024});
		const container = await runtime.startContainer(spec);
		await fault(container, network.id);
		t.false(await isUndone(container));

		const record = undo(container.id, network.name);
		await carryOutUndo(docker, record);
		t.true(await isUndone(container));
		await carryOutUndo(docker, record);
		t.true(await isUndone(container));

		await container[Symbol.asyncDispose]();
		await t.notThrowsAsync(carryOutUndo(docker, record));
	});
}

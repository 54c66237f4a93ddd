// A volume of the engine's for what containers of a topology share, such as Unix sockets. It carries the run's label, so whoever removes
// what a dead run has left removes it too.
import type Docker from 'dockerode';
import type {NetworkOptions} from './create-network.ts';
import {withDeadline} from './engine.ts';
import {unless} from './http-status.ts';
import {labelsOf} from './labels.ts';
import type {StartedVolume} from './runtime.ts';

export async function createVolume(docker: Docker, options: Omit<NetworkOptions, 'isOpen'>): Promise<StartedVolume> {
	const {name, runId, label, signal, isKept} = options;
	signal.throwIfAborted();
	const create = docker.createVolume({Name: name, Labels: labelsOf(runId, label)});
	const remove = async (): Promise<void> => {
		await withDeadline(unless([404], docker.getVolume(name).remove()), 30_000, `remove volume ${name}`);
	};
	try {
		await withDeadline(create, 30_000, `create volume ${name}`, signal);
	} catch (error) {
		// A wait that is given up leaves the request under way: only when it has ended is there surely something to remove, or surely nothing.
		await withDeadline(Promise.allSettled([create]), 10_000, `finish creating volume ${name}`).catch(() => {});
		// What cannot be removed now is found by its label when the run is disposed; the error to show is the one of the creation.
		await remove().catch(() => {});
		throw error;
	}

	return {
		name,
		async [Symbol.asyncDispose]() {
			if (!isKept(name)) await remove();
		},
	};
}

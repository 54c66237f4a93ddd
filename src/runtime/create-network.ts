// A private bridge network, one for each topology: with no way out, but where the gateway itself is out there.
import type Docker from 'dockerode';
import {GatequakeError} from '../error.ts';
import {withDeadline} from './engine.ts';
import {statusOf, unless} from './http-status.ts';
import {labelsOf} from './labels.ts';
import type {StartedNetwork} from './runtime.ts';

export interface NetworkOptions {
	readonly runId: string;
	/** What the network is for, as a label. */
	readonly label: string;
	/** Unique among the engine's networks. */
	readonly name: string;
	readonly isOpen: boolean;
	readonly signal: AbortSignal;
	readonly isKept: (id: string) => boolean;
}

export async function createNetwork(docker: Docker, options: NetworkOptions): Promise<StartedNetwork> {
	const {name, runId, label, isOpen, signal, isKept} = options;
	signal.throwIfAborted();
	const create = docker.createNetwork({
		Name: name,
		Driver: 'bridge',
		Internal: !isOpen,
		CheckDuplicate: true,
		Labels: labelsOf(runId, label),
	});
	let network: Docker.Network;
	try {
		network = await withDeadline(create, 30_000, `create network ${name}`, signal);
	} catch (error) {
		await undo(docker, create, name);
		throw explainNetworkError(error, name);
	}
	return {
		name,
		id: network.id,
		async [Symbol.asyncDispose]() {
			if (isKept(network.id)) return;
			await withDeadline(removeNetwork(docker, network.id), 30_000, `remove network ${name}`);
		},
	};
}

/** A wait that is given up leaves the request under way: only when it has ended is there surely something to remove, or surely nothing. */
async function undo(docker: Docker, create: Promise<unknown>, name: string): Promise<void> {
	await withDeadline(Promise.allSettled([create]), 10_000, `finish creating network ${name}`).catch(() => {});
	// What cannot be removed now is found by its label when the run is disposed; the error to show is the one of the creation.
	await withDeadline(removeNetwork(docker, name), 10_000, `remove network ${name}`).catch(() => {});
}

/** An engine that has no addresses left says so in words only. */
export function explainNetworkError(error: unknown, name: string): unknown {
	const text = String(error);
	// The words of Docker 20.10, and those of newer ones.
	if (!/non-overlapping|address pools? ha(s|ve) been fully subnetted/.test(text)) return error;
	return new GatequakeError(`expected the engine to have a free address pool for network ${name}, it has none left`, {
		code: 'NO_ADDRESS_POOL',
		hint: 'remove leftovers with `gatequake sweep`, or unused networks of others with `docker network prune`',
		cause: error,
	});
}

/** How long an engine may take to free the places of containers that it has already removed: seconds have been seen on two busy cores. */
const placesFreeWithinMs = 5000;

/** A container that is just going away still has its place on the network for a while: 403 then, and another try. */
export async function removeNetwork(docker: Docker, id: string): Promise<void> {
	const startMs = performance.now();
	for (;;) {
		try {
			await unless([404], docker.getNetwork(id).remove());
			return;
		} catch (error) {
			if (statusOf(error) !== 403 || performance.now() - startMs > placesFreeWithinMs) throw error;
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
	}
}

// Everything in the engine that carries a run's label, or is of a compose project of it, and its removal. Containers go first: networks,
// volumes and images are held by them.
import type Docker from 'dockerode';
import {withDeadline} from './engine.ts';
import {unless} from './http-status.ts';
import {removeNetwork} from './create-network.ts';
import {anchorPart, composeProjectLabel, composeRecordLabel, keptLabel, partLabel, runLabel} from './labels.ts';

export interface Leftover {
	readonly kind: 'container' | 'network' | 'volume' | 'image';
	readonly id: string;
	readonly name: string;
	readonly runId: string;
	/** In words: `container gatequake-k3-1-app1 (running)`. */
	readonly words: string;
	readonly isAnchor: boolean;
	/** State of a container: `created`, `running`, `exited`, ... */
	readonly state: string | null;
	/** When a container was created, in seconds since 1970 by the engine's clock. */
	readonly createdSeconds: number | null;
	/** Ids of containers and networks that this volume records as kept; null for anything but such a record. */
	readonly keptIds: readonly string[] | null;
	/** The compose project that this volume records; null for anything but such a record. */
	readonly composeProject: string | null;
}

const listMs = 15_000;
const removeMs = 20_000;

/** Of one run, or of all runs where `runId` is null. */
export async function findLeftovers(docker: Docker, runId: string | null): Promise<readonly Leftover[]> {
	const list = async (abortSignal: AbortSignal): Promise<readonly Leftover[]> => {
		const own = await labelled(docker, runId === null ? runLabel : `${runLabel}=${runId}`, abortSignal);
		const projects = own.flatMap(({composeProject, runId: of}) => (composeProject === null ? [] : [{composeProject, of}]));
		const theirs = await Promise.all(
			projects.map(async ({composeProject, of}) => {
				const found = await ofProject(docker, composeProject, abortSignal);
				return found.map((leftover) => ({...leftover, runId: of}));
			}),
		);
		return [...own, ...theirs.flat()];
	};
	return await withDeadline(list, listMs, 'list what carries the label of a run');
}

/** By the project's label, and not by the names in its file: what the file shares with others stays. The record of the project is none of it. */
export async function findProject(docker: Docker, project: string): Promise<readonly Leftover[]> {
	const list = async (abortSignal: AbortSignal) => await ofProject(docker, project, abortSignal);
	return await withDeadline(list, listMs, `list what is of the compose project ${project}`);
}

async function ofProject(docker: Docker, project: string, abortSignal: AbortSignal): Promise<readonly Leftover[]> {
	// Version 1 of compose labels no image; both give those that they build, where the file names none, a name that starts with the project's.
	const reference = [`${project}-*`, `${project}_*`];
	const [found, images] = await Promise.all([
		labelled(docker, `${composeProjectLabel}=${project}`, abortSignal),
		docker.listImages({filters: {reference}, abortSignal}),
	]);
	return [...found, ...images.flatMap(({RepoTags: tags}) => (tags ?? []).map(imageLeftover))];
}

async function labelled(docker: Docker, label: string, abortSignal: AbortSignal): Promise<readonly Leftover[]> {
	const filters = {label: [label]};
	const [containers, networks, {Volumes: volumes}] = await Promise.all([
		docker.listContainers({all: true, filters, abortSignal}),
		docker.listNetworks({filters, abortSignal}),
		docker.listVolumes({filters, abortSignal}),
	]);
	return [...containers.map(containerLeftover), ...networks.map(networkLeftover), ...(volumes ?? []).map(volumeLeftover)];
}

/** Those that no record keeps; the records themselves are kept with what they keep. With `keptToo` all of them. */
export function removable(leftovers: readonly Leftover[], keptToo: boolean): readonly Leftover[] {
	if (keptToo) return leftovers;
	const kept = new Set(leftovers.flatMap((leftover) => leftover.keptIds ?? []));
	return leftovers.filter((leftover) => leftover.keptIds === null && !kept.has(leftover.id));
}

/** Removes them, in parallel within a kind, and gives the errors; gone already is no error. */
export async function removeLeftovers(docker: Docker, leftovers: readonly Leftover[]): Promise<readonly unknown[]> {
	const errors: unknown[] = [];
	for (const kind of ['container', 'network', 'volume', 'image', 'record'] as const) {
		// Without its record a project would not be found again.
		if (kind === 'record' && errors.length > 0) break;
		const removals = leftovers
			.filter((leftover) => kind === (leftover.composeProject === null ? leftover.kind : 'record'))
			.map((leftover) => withDeadline(remove(docker, leftover), removeMs, `remove ${leftover.words}`));
		for (const result of await Promise.allSettled(removals)) {
			if (result.status === 'rejected') errors.push(result.reason);
		}
	}
	return errors;
}

async function remove(docker: Docker, {kind, id, name}: Leftover): Promise<void> {
	if (kind === 'container') await unless([404, 409], docker.getContainer(id).remove({force: true, v: true}));
	else if (kind === 'network') await removeNetwork(docker, id);
	else if (kind === 'volume') await unless([404], docker.getVolume(name).remove());
	else await unless([404], docker.getImage(name).remove());
}

function containerLeftover(container: Docker.ContainerInfo): Leftover {
	const name = container.Names[0]?.replace(/^\//, '') ?? container.Id.slice(0, 12);
	return {
		kind: 'container',
		id: container.Id,
		name,
		runId: container.Labels[runLabel] ?? '',
		words: `container ${name} (${container.State})`,
		isAnchor: container.Labels[partLabel] === anchorPart,
		state: container.State,
		createdSeconds: container.Created,
		keptIds: null,
		composeProject: null,
	};
}

function networkLeftover(network: Docker.NetworkInspectInfo): Leftover {
	return {
		kind: 'network',
		id: network.Id,
		name: network.Name,
		runId: network.Labels?.[runLabel] ?? '',
		words: `network ${network.Name}`,
		isAnchor: false,
		state: null,
		createdSeconds: null,
		keptIds: null,
		composeProject: null,
	};
}

function volumeLeftover(volume: Docker.VolumeInspectInfo): Leftover {
	return {
		kind: 'volume',
		id: volume.Name,
		name: volume.Name,
		runId: volume.Labels?.[runLabel] ?? '',
		words: `volume ${volume.Name}`,
		isAnchor: false,
		state: null,
		createdSeconds: null,
		keptIds: volume.Labels?.[keptLabel]?.split(' ') ?? null,
		composeProject: volume.Labels?.[composeRecordLabel] ?? null,
	};
}

function imageLeftover(tag: string): Leftover {
	return {
		kind: 'image',
		id: tag,
		name: tag,
		runId: '',
		words: `image ${tag}`,
		isAnchor: false,
		state: null,
		createdSeconds: null,
		keptIds: null,
		composeProject: null,
	};
}

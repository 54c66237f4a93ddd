// What an engine holds and how it stands, for `gatequake doctor`: its clock, its disk, which of our images it has, what runs left there.
import {statfs} from 'node:fs/promises';
import type Docker from 'dockerode';
import {withDeadline} from './engine.ts';
import {imageSource, imageTag} from './image-recipes.ts';
import {imageNames} from './runtime.ts';
import {leftRuns} from './sweep.ts';

export interface EngineState {
	/** Its clock less this machine's, ms. */
	readonly clockAheadMs: number;
	/** Free space where it keeps images and containers; null where that is on another machine. */
	readonly rootFree: {readonly folder: string; readonly bytes: number} | null;
	readonly images: {readonly built: readonly string[]; readonly missing: readonly string[]};
	/** Ids of runs that left something. */
	readonly leftovers: {readonly dead: readonly string[]; readonly kept: readonly string[]};
}

const answerMs = 15_000;

export async function lookAtEngine(docker: Docker, address: string): Promise<EngineState> {
	const askedMs = Date.now();
	// dockerode's type of info() is `any`; both are in /info of the engine's API.
	const info: {SystemTime?: unknown; DockerRootDir?: unknown} = await withDeadline(docker.info(), answerMs, 'describe itself (/info)');
	const middleMs = (askedMs + Date.now()) / 2;
	const engineMs = Date.parse(String(info.SystemTime));
	return {
		clockAheadMs: Number.isNaN(engineMs) ? 0 : engineMs - middleMs,
		rootFree: address.startsWith('unix:') && typeof info.DockerRootDir === 'string' ? await freeIn(info.DockerRootDir) : null,
		images: await imagesOf(docker),
		leftovers: await leftRuns(docker),
	};
}

async function freeIn(folder: string): Promise<EngineState['rootFree']> {
	try {
		const {bavail, bsize} = await statfs(folder);
		return {folder, bytes: bavail * bsize};
	} catch {
		// Of an engine in a virtual machine, or of another user.
		return null;
	}
}

async function imagesOf(docker: Docker): Promise<EngineState['images']> {
	const listed = await withDeadline(docker.listImages({filters: {reference: ['gatequake/*']}}), answerMs, 'list its images');
	const tags = new Set(listed.flatMap(({RepoTags}) => RepoTags ?? []));
	const wanted = await Promise.all(imageNames.map(async (name) => ({name, isBuilt: tags.has(await imageTag(imageSource(name)))})));
	return {
		built: wanted.filter(({isBuilt}) => isBuilt).map(({name}) => name),
		missing: wanted.filter(({isBuilt}) => !isBuilt).map(({name}) => name),
	};
}

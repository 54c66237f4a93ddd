// The table of images: what each is made from, and what the host puts into its build. docker/README.md explains the fields in prose.
// An image is known by a hash over its recipe and its parents' recipes, so that finding it takes one question to the engine.
import path from 'node:path';
import {debianIdentity, suite} from './image-debian.ts';
import {contextHash, folderEntries, type ContextEntry} from './image-context.ts';
import {packageFolder, programEntries} from './image-programs.ts';
import type {ImageName} from './runtime.ts';

export interface ImageRecipe {
	/** What it is built on where no registry answers. Null: Debian made on the spot. */
	readonly parent: ImageName | null;
	/** Official image to build on where a registry answers. */
	readonly official: string | null;
	/** What the host adds to the folder docker/<name>, on the parent or (`onOfficial`) on the official image. */
	readonly additions: (onOfficial: boolean) => Promise<readonly ContextEntry[]>;
	/** Whatever else decides what the image is. */
	readonly identity: string;
}

const nothing = async (): Promise<readonly ContextEntry[]> => [];

export const imageRecipes: Readonly<Record<ImageName, ImageRecipe>> = {
	base: {parent: null, official: `debian:${suite}-slim`, additions: nothing, identity: debianIdentity},
	node: {
		parent: 'base',
		official: `node:${process.versions.node}-slim`,
		additions: async (onOfficial) => [{kind: 'folder', path: 'rootfs'}, ...(onOfficial ? [] : [hostNode()])],
		identity: '',
	},
	nginx: {parent: 'base', official: 'nginx:stable', additions: nothing, identity: ''},
	loadgen: {parent: 'node', official: null, additions: async () => await programEntries(['load/generator']), identity: ''},
	app: {
		parent: 'node',
		official: null,
		additions: async () => await programEntries(['supervisor', 'node-app', 'bytes-app', 'observer'].map((name) => `upstreams/${name}`)),
		identity: '',
	},
};

export const imageNames: readonly ImageName[] = ['base', 'node', 'nginx', 'loadgen', 'app'];

/** Entries of an image's build context. */
export async function imageEntries(name: ImageName, onOfficial: boolean): Promise<readonly ContextEntry[]> {
	const folder = path.join(packageFolder, 'docker', name);
	return [...(await folderEntries(folder)), ...(await imageRecipes[name].additions(onOfficial))];
}

/** `gatequake/app:<hash>`. */
export async function imageTag(name: ImageName): Promise<string> {
	const hash = await imageHash(name);
	return `gatequake/${name}:${name === 'base' ? `${suite}-` : ''}${hash}`;
}

async function imageHash(name: ImageName): Promise<string> {
	const {parent, official, identity} = imageRecipes[name];
	const parentHash = parent === null ? '' : await imageHash(parent);
	return contextHash(await imageEntries(name, false), [name, parentHash, official ?? '', identity]);
}

/** The Node that runs this: the host's npm client fetched it, so it needs no registry of images. */
function hostNode(): ContextEntry {
	return {
		kind: 'host',
		path: 'rootfs/usr/local/bin/node',
		from: process.execPath,
		identity: `node ${process.version} ${process.platform} ${process.arch}`,
	};
}

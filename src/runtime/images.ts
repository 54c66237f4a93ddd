// Makes sure that an image is there: the user's, or ours by the hash of its recipe, built where it is missing. An image gets its tag
// when it is complete, so two processes that build the same one at once cost time, and nothing else.
import type Docker from 'dockerode';
import {withDeadline} from './engine-deadline.ts';
import {buildImage} from './image-build.ts';
import {makeDebian} from './image-debian.ts';
import {inspectImage, pullNamed, pullOfficial} from './image-pull.ts';
import type {ContextEntry} from './image-context.ts';
import {imageEntries, imageSource, imageTag} from './image-recipes.ts';
import type {ImageSource} from './image-recipes.ts';
import {GatequakeError} from '../error.ts';
import type {ImageInfo, ImageName, OwnImage} from './runtime.ts';

export interface EnsureImageOptions {
	/** The user's image in place of ours (`nginx:1.29`); null for none. Default null. */
	readonly override?: string | null;
	/** Says what takes long. */
	readonly progress: (message: string) => void;
	readonly signal: AbortSignal;
}

/** Builds under way, by engine and tag: parts started at once share parents. */
const underWay = new WeakMap<Docker, Map<string, Promise<ImageInfo>>>();

const versionLabel = 'gatequake.version';
const removeMs = 30_000;

export async function ensureImage(docker: Docker, image: ImageName | OwnImage, options: EnsureImageOptions): Promise<ImageInfo> {
	const {override = null} = options;
	if (override !== null) {
		await pullNamed(docker, override, options.progress, options.signal);
		return await existing(docker, override);
	}
	const source = imageSource(image);
	const tag = await imageTag(source);
	const found = await inspectImage(docker, tag);
	if (found) return imageInfo(tag, found);
	const builds = underWay.get(docker) ?? new Map<string, Promise<ImageInfo>>();
	underWay.set(docker, builds);
	const build = builds.get(tag) ?? make(docker, source, tag, options).finally(() => builds.delete(tag));
	builds.set(tag, build);
	return await build;
}

/** Whether it needs no building. */
export async function isBuilt(docker: Docker, name: ImageName): Promise<boolean> {
	return (await inspectImage(docker, await imageTag(imageSource(name)))) !== null;
}

async function make(docker: Docker, source: ImageSource, tag: string, options: EnsureImageOptions): Promise<ImageInfo> {
	const startMs = performance.now();
	const {name, official} = source;
	if (official !== null) options.progress(`image ${name}: asking a registry for ${official}`);
	const onOfficial = official !== null && (await pullOfficial(docker, official, options.signal));
	const parent = onOfficial ? official : await ensureParent(docker, source, options);
	options.progress(`image ${name}: building on ${parent}`);
	const entries = await imageEntries(source, onOfficial);
	await fetchMissing(entries, name, options);
	const {id, log} = await buildImage(docker, {name, entries, parent}, options.signal);
	if (await inspectImage(docker, tag)) {
		// Another process was faster; two images of one tag would leave a nameless one behind.
		await withDeadline(docker.getImage(id).remove(), removeMs, `remove the second image ${name}`, options.signal).catch(() => {});
		return await existing(docker, tag);
	}
	// The version is known only now, and the tag comes last, with the label on it.
	const version = (source.versionLine ?? /^gatequake-version (\S+)/m).exec(log)?.[1] ?? '';
	const dockerfile = {kind: 'file', path: 'Dockerfile', content: 'ARG PARENT\nFROM ${PARENT}\n'} as const;
	await buildImage(docker, {name, entries: [dockerfile], parent: id, labels: {[versionLabel]: version}, tag}, options.signal);
	options.progress(`image ${name}: ${version} ready after ${((performance.now() - startMs) / 1000).toFixed(1)} s`);
	return await existing(docker, tag);
}

async function fetchMissing(entries: readonly ContextEntry[], name: string, {progress, signal}: EnsureImageOptions): Promise<void> {
	for (const entry of entries) {
		if (entry.kind !== 'host' || entry.fetch === undefined) continue;
		progress(`image ${name}: fetching ${entry.identity}`);
		await entry.fetch(signal);
	}
}

async function ensureParent(docker: Docker, {parent}: ImageSource, {progress, signal}: EnsureImageOptions): Promise<string> {
	return 'suite' in parent
		? await makeDebian(docker, parent.suite, {progress, signal})
		: (await ensureImage(docker, parent.image, {progress, signal})).reference;
}

async function existing(docker: Docker, reference: string): Promise<ImageInfo> {
	const found = await inspectImage(docker, reference);
	if (found) return imageInfo(reference, found);
	throw new GatequakeError(`expected image ${reference} to be there after it was made, it is gone`, {
		code: 'IMAGE_GONE',
		hint: 'something removes images on this machine (`docker system prune`?); run again',
	});
}

/** Our images carry a label; official ones say their version in their environment. */
function imageInfo(reference: string, found: Docker.ImageInspectInfo): ImageInfo {
	const environment = found.Config.Env?.find((line) => /^(?:NGINX|NODE)_VERSION=/.test(line));
	const version =
		found.Config.Labels?.[versionLabel] ??
		environment?.split('=')[1] ??
		found.Config.Labels?.['org.opencontainers.image.version'] ??
		reference.split(':')[1] ??
		'';
	return {reference, digest: found.RepoDigests?.[0] ?? found.Id, version};
}

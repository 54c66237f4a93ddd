// What the host's own clients (pip, go, npm) fetched for images, once per version: below the user's cache folder. Each thing is made beside
// its place and moved there when it is whole, so two processes that make the same one at once cost time, and nothing else.
import {mkdir, mkdtemp, rm} from 'node:fs/promises';
import {homedir} from 'node:os';
import path from 'node:path';

export function hostCacheFolder(client: 'wheels' | 'go' | 'npm', env: NodeJS.ProcessEnv = process.env): string {
	return path.join(env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), 'gatequake', client);
}

/** An empty folder on the file system of `place`, and removed at the end of its scope. */
export async function partialFolder(place: string): Promise<AsyncDisposable & {readonly path: string}> {
	await mkdir(path.dirname(place), {recursive: true});
	const partial = await mkdtemp(`${place}.partial-`);
	return {path: partial, [Symbol.asyncDispose]: async () => await rm(partial, {recursive: true, force: true})};
}

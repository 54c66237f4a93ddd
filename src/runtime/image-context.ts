// What goes into an image: the build context as entries, their hash, and their tar. The hash is what an image is known by, so it must
// not need the engine, and must be the same on every start: small files count by their bytes, large ones by a name that stands for them.
import {createHash} from 'node:crypto';
import {createReadStream} from 'node:fs';
import {readdir, readFile, readlink, stat} from 'node:fs/promises';
import path from 'node:path';
import {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {pack, type Pack} from 'tar-stream';

export type ContextEntry =
	| {readonly kind: 'file'; readonly path: string; readonly content: string | Buffer}
	| {readonly kind: 'folder'; readonly path: string}
	| {readonly kind: 'link'; readonly path: string; readonly target: string}
	| HostEntry;

/** A file or folder of the host. */
export interface HostEntry {
	readonly kind: 'host';
	readonly path: string;
	readonly from: string;
	/** Stands for its bytes in the hash: `autocannon@9.0.0`. */
	readonly identity: string;
	/** Puts it at `from`, where it is not there yet. Called before a build, not for the hash. */
	readonly fetch?: (signal: AbortSignal) => Promise<void>;
}

/** Hash of the entries and of everything else that decides what the image is; 12 hex digits. */
export function contextHash(entries: readonly ContextEntry[], decisive: readonly string[]): string {
	const hash = createHash('sha256');
	const add = (...parts: readonly (string | Buffer)[]): void => {
		for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
	};
	add(...decisive);
	for (const entry of entries.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
		add(entry.kind, entry.path);
		if (entry.kind === 'file') add(entry.content);
		if (entry.kind === 'link') add(entry.target);
		if (entry.kind === 'host') add(entry.identity);
	}
	return hash.digest('hex').slice(0, 12);
}

/** All files of a folder as entries with their bytes; for the small folders under docker/. */
export async function folderEntries(folder: string): Promise<readonly ContextEntry[]> {
	const found = await readdir(folder, {recursive: true, withFileTypes: true});
	const files = found.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
	return await Promise.all(
		files.map(async (file) => ({kind: 'file' as const, path: path.relative(folder, file), content: await readFile(file)})),
	);
}

/** The build context as a tar stream. A failure to read the host's files is an error of the stream. */
export function contextTar(entries: readonly ContextEntry[]): Readable {
	const tar = pack();
	writeEntries(tar, entries).then(
		() => tar.finalize(),
		(error: unknown) => tar.destroy(error instanceof Error ? error : new Error(String(error))),
	);
	return Readable.from(tar, {objectMode: false});
}

async function writeEntries(tar: Pack, entries: readonly ContextEntry[]): Promise<void> {
	for (const entry of entries) {
		if (entry.kind === 'file') tar.entry({name: entry.path}, entry.content);
		else if (entry.kind === 'folder') tar.entry({name: entry.path, type: 'directory'});
		else if (entry.kind === 'link') tar.entry({name: entry.path, type: 'symlink', linkname: entry.target});
		else await writeHostPath(tar, entry.path, entry.from);
	}
}

async function writeHostPath(tar: Pack, name: string, from: string): Promise<void> {
	const info = await stat(from);
	if (info.isFile()) {
		// Whoever runs it there: the host's umask is the host's.
		await pipeline(createReadStream(from), tar.entry({name, size: info.size, mode: (info.mode & 0o777) | 0o444}));
		return;
	}
	for (const child of await readdir(from, {withFileTypes: true})) {
		// A package's own node_modules are packages with entries of their own.
		if (child.name === 'node_modules') continue;
		const childFrom = path.join(from, child.name);
		if (child.isSymbolicLink()) tar.entry({name: `${name}/${child.name}`, type: 'symlink', linkname: await readlink(childFrom)});
		else await writeHostPath(tar, `${name}/${child.name}`, childFrom);
	}
}

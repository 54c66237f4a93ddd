// Where a collector keeps what has come: reports that are whole each in a folder of their own, and what is still under way apart from them.
import {createWriteStream} from 'node:fs';
import {mkdir, readFile, readdir, rename, rm, stat, statfs, truncate, writeFile} from 'node:fs/promises';
import path from 'node:path';
import type {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {isManifest, manifestName, sha256Of} from './manifest.ts';
import type {Manifest, ManifestFile} from './manifest.ts';

/** Why something was not taken: a status of HTTP, and words for the person who sends. */
export class Refusal extends Error {
	readonly status: number;

	constructor(status: number, message: string) {
		super(message);
		this.status = status;
	}
}

export interface ShelfOptions {
	readonly folder: string;
	/** All that may lie here at once; null: what the disk has, less a reserve. */
	readonly mostBytes: number | null;
}

/** What a collector has of a report. */
export interface Progress {
	readonly isWhole: boolean;
	/** Bytes of each of the manifest's files. */
	readonly have: readonly number[];
}

/** Kept free for what is made of the reports. */
const reserveBytes = 64 * 1024 * 1024;

export class Shelf {
	readonly #options: ShelfOptions;
	readonly #whole = new Map<string, Manifest>();
	readonly #underWay = new Map<string, Manifest>();
	/** Files that somebody writes to. */
	readonly #busy = new Set<string>();
	/** Reports that are being looked through, of which all was said to have come. */
	readonly #completing = new Map<string, Promise<Manifest>>();

	constructor(options: ShelfOptions) {
		this.#options = options;
	}

	/** Takes up what an earlier collector left in the same folder. */
	async open(): Promise<void> {
		for (const [place, known] of [
			[wholeName, this.#whole],
			[underWayName, this.#underWay],
		] as const) {
			await mkdir(path.join(this.#options.folder, place), {recursive: true});
			for (const key of await readdir(path.join(this.#options.folder, place))) {
				const manifest = await manifestIn(path.join(this.#options.folder, place, key));
				if (manifest !== null) known.set(key, manifest);
			}
		}
	}

	/** Reports that have come whole. */
	get whole(): readonly Manifest[] {
		return [...this.#whole.values()];
	}

	/** Of one that has come. */
	folderOf({key}: Pick<Manifest, 'key'>): string {
		return path.join(this.#options.folder, wholeName, key, filesName);
	}

	/** Begins a report, or goes on with it. @throws Refusal where it does not fit to what is here. */
	async begin(manifest: Manifest): Promise<Progress> {
		const {key, files} = manifest;
		if (this.#whole.has(key)) return {isWhole: true, have: files.map(({bytes}) => bytes)};
		const known = this.#underWay.get(key);
		if (known !== undefined && JSON.stringify(known) !== JSON.stringify(manifest)) {
			throw new Refusal(409, `another report of the key ${key} is under way here, with other files`);
		}

		this.#refuseStranger(manifest);
		// Before anything is waited for: another one that begins meanwhile has to fit to this one.
		this.#underWay.set(key, manifest);
		try {
			const have = await Promise.all(files.map(async (_, index) => await sizeOf(this.#fileOf(manifest, index))));
			await this.#refuseFull(manifest, have);
			if (known === undefined) {
				const folder = path.join(this.#options.folder, underWayName, key);
				await mkdir(folder, {recursive: true});
				await writeFile(path.join(folder, manifestName), JSON.stringify(manifest));
			}

			return {isWhole: false, have};
		} catch (error) {
			if (known === undefined) this.#underWay.delete(key);
			throw error;
		}
	}

	/** More of a file, from this byte on; gives how much is there now. What came before a connection broke is kept. */
	async append(key: string, index: number, offset: number, bytes: Readable): Promise<number> {
		const manifest = this.#known(key);
		const wanted = manifest.files[index];
		if (wanted === undefined) throw new Refusal(404, `the report ${key} has no file ${index}`);
		const file = this.#fileOf(manifest, index);
		if (this.#busy.has(file)) throw new Refusal(423, `${wanted.path} is being sent already`);
		this.#busy.add(file);
		try {
			const size = await sizeOf(file);
			if (offset !== size) throw new Refusal(416, `${wanted.path} goes on at byte ${size}, and ${offset} came`);
			await mkdir(path.dirname(file), {recursive: true});
			try {
				await pipeline(bytes, noMoreThan(wanted, size), createWriteStream(file, {flags: 'a'}));
			} catch (error) {
				if (Object(error).code === 'ENOSPC') throw new Refusal(507, 'the disk of the collector is full');
				if (error instanceof Refusal) await truncate(file, 0);
				throw error;
			}

			return await sizeOf(file);
		} finally {
			this.#busy.delete(file);
		}
	}

	/** All files are there, and are what the manifest says. @throws Refusal 422 where one is not: it is gone then, to be sent again. */
	async complete(key: string): Promise<Manifest> {
		const done = this.#whole.get(key);
		if (done !== undefined) return done;
		const manifest = this.#known(key);
		// Who did not wait for the answer asks again: the second one waits for the same.
		const completing = this.#completing.get(key) ?? this.#lookThrough(manifest).finally(() => this.#completing.delete(key));
		this.#completing.set(key, completing);
		return await completing;
	}

	async #lookThrough(manifest: Manifest): Promise<Manifest> {
		const {key} = manifest;
		for (const [index, {path: name, sha256, bytes}] of manifest.files.entries()) {
			const file = this.#fileOf(manifest, index);
			// An empty file is never sent.
			if (bytes === 0) {
				await mkdir(path.dirname(file), {recursive: true});
				await writeFile(file, '');
			}

			const size = await sizeOf(file);
			if (size < bytes) throw new Refusal(422, `${name} has ${bytes} bytes by its manifest, and ${size} have come`);
			if ((await sha256Of(file)) !== sha256) {
				await rm(file, {force: true});
				throw new Refusal(422, `${name} is not what its manifest says: send it again`);
			}
		}

		await rename(path.join(this.#options.folder, underWayName, key), path.join(this.#options.folder, wholeName, key));
		this.#underWay.delete(key);
		this.#whole.set(key, manifest);
		return manifest;
	}

	#known(key: string): Manifest {
		const manifest = this.#underWay.get(key);
		if (manifest === undefined) throw new Refusal(404, `no report ${key} is under way here: send its manifest first`);
		return manifest;
	}

	/** Reports that cannot be joined are told so at once, and not when all have come. */
	#refuseStranger({version, planHash, shard}: Manifest): void {
		const first = [...this.#whole.values(), ...this.#underWay.values()][0];
		if (first === undefined) return;
		if (first.version !== version) {
			throw new Refusal(409, `reports of gatequake ${first.version} are collected here, and this one was written by ${version}`);
		}

		if (first.planHash !== planHash) {
			throw new Refusal(
				409,
				`shards of the plan ${first.planHash} are collected here, and this is of ${planHash}: the same scenarios, configs, flags and --seed for all`,
			);
		}

		if (first.shard?.of !== shard?.of) {
			throw new Refusal(409, `a plan cut in ${first.shard?.of ?? 1} is collected here, and this is cut in ${shard?.of ?? 1}`);
		}
	}

	async #refuseFull({key, files}: Manifest, have: readonly number[]): Promise<void> {
		const {folder, mostBytes} = this.#options;
		const here = have.reduce((sum, bytes) => sum + bytes, 0);
		const missing = bytesOf(files) - here;
		const {bavail, bsize} = await statfs(folder);
		const others = [...this.#whole.values(), ...this.#underWay.values()]
			.filter((other) => other.key !== key)
			.flatMap((other) => other.files);
		const allowed = mostBytes === null ? Number.POSITIVE_INFINITY : mostBytes - bytesOf(others) - here;
		const room = Math.min(bavail * bsize - reserveBytes, allowed);
		if (missing > room) {
			throw new Refusal(507, `the collector is full: ${missing} bytes are to come, and there is room for ${Math.max(0, Math.floor(room))}`);
		}
	}

	#fileOf({key, files}: Manifest, index: number): string {
		return path.join(this.#options.folder, underWayName, key, filesName, files[index]?.path ?? '');
	}
}

const wholeName = 'shards';
const underWayName = 'incoming';
const filesName = 'report';

/** What a manifest does not speak of is not written: a disk would be full before that is seen. */
function noMoreThan({path: name, bytes}: ManifestFile, from: number): (source: AsyncIterable<Buffer>) => AsyncGenerator<Buffer, void> {
	return async function* (source) {
		let now = from;
		for await (const piece of source) {
			now += piece.length;
			if (now > bytes) throw new Refusal(413, `${name} has ${bytes} bytes by its manifest, and more came`);
			yield piece;
		}
	};
}

async function manifestIn(folder: string): Promise<Manifest | null> {
	try {
		const value: unknown = JSON.parse(await readFile(path.join(folder, manifestName), 'utf8'));
		return isManifest(value) ? value : null;
	} catch {
		// Not of a collector's making.
		return null;
	}
}

function bytesOf(files: Manifest['files']): number {
	return files.reduce((sum, {bytes}) => sum + bytes, 0);
}

async function sizeOf(file: string): Promise<number> {
	try {
		return (await stat(file)).size;
	} catch (error) {
		if (Object(error).code === 'ENOENT') return 0;
		throw error;
	}
}

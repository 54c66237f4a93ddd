// What a report consists of, told before it is sent: so a collector knows what is still to come, what is whole, and what it has already.
import {createHash} from 'node:crypto';
import {createReadStream} from 'node:fs';
import {readdir, stat} from 'node:fs/promises';
import path from 'node:path';
import {pipeline} from 'node:stream/promises';
import {GatequakeError} from '../error.ts';
import type {ReportHead} from '../report/report.ts';

export interface ManifestFile {
	/** Below the report's folder, with `/` in it. */
	readonly path: string;
	readonly bytes: number;
	/** In hexadecimal. */
	readonly sha256: string;
}

export interface Manifest {
	/** The same for the same report, another for another one of the same shard. */
	readonly key: string;
	/** That wrote it. */
	readonly version: string;
	readonly planHash: string;
	/** Null where it is of the whole plan. */
	readonly shard: {readonly index: number; readonly of: number} | null;
	readonly files: readonly ManifestFile[];
}

/** @throws GatequakeError `NO_REPORT` (exit code 2) where the folder has none. */
export async function makeManifest(folder: string, {tool, plan, shard}: Pick<ReportHead, 'tool' | 'plan' | 'shard'>): Promise<Manifest> {
	const names = await filesBelow(folder);
	const files: ManifestFile[] = [];
	for (const name of names.toSorted()) {
		const file = path.join(folder, name);
		files.push({path: name, bytes: (await stat(file)).size, sha256: await sha256Of(file)});
	}

	const report = files.find((file) => file.path === reportName);
	if (report === undefined) {
		throw new GatequakeError(`expected ${reportName} in ${folder}, and there is none`, {
			code: 'NO_REPORT',
			exitCode: 2,
			hint: 'only reports with the reporter `json`, which is a default, can be sent',
		});
	}

	const part = shard === null ? 'whole' : `${shard.index}-of-${shard.of}`;
	return {key: `${plan.hash}.${part}.${report.sha256.slice(0, 12)}`, version: tool.version, planHash: plan.hash, shard, files};
}

const reportName = 'report.json';

/** Links are not followed: what is elsewhere is no part of a report. */
async function filesBelow(folder: string): Promise<readonly string[]> {
	const names: string[] = [];
	for (const entry of await readdir(folder, {withFileTypes: true})) {
		if (entry.isFile()) names.push(entry.name);
		if (!entry.isDirectory()) continue;
		for (const name of await filesBelow(path.join(folder, entry.name))) names.push(`${entry.name}/${name}`);
	}

	return names;
}

/** What a report that is whole has beside its files, where it is kept. */
export const manifestName = 'manifest.json';

export function sha256OfText(text: string): string {
	return createHash('sha256').update(text).digest('hex');
}

export async function sha256Of(file: string): Promise<string> {
	const hash = createHash('sha256');
	await pipeline(createReadStream(file), hash);
	return hash.digest('hex');
}

/** What is wrong with a manifest that came over the network, in words; null where nothing is. */
export function manifestProblem(value: unknown): string | null {
	if (!isManifestShaped(value)) return 'it is no manifest of a report';
	const {key, files, shard, version, planHash} = value;
	if (!/^[\w-]+(?:\.[\w-]+)*$/.test(key) || key.length > 120) return `its key is \`${key.slice(0, 80)}\``;
	if (shard !== null && !(Number.isInteger(shard.index) && shard.index >= 1 && Number.isInteger(shard.of) && shard.index <= shard.of)) {
		return `its shard is ${shard.index}/${shard.of}`;
	}

	if (version.length > mostNameBytes || planHash.length > mostNameBytes) return 'its version or its plan is no name';
	if (shard !== null && shard.of > mostShards) return `its plan is cut in ${shard.of}, and ${mostShards} are the most`;
	if (files.length > mostFiles) return `it has ${files.length} files, and ${mostFiles} are the most`;
	if (new Set(files.map((file) => file.path)).size < files.length) return 'it names a file twice';
	if (!files.some((file) => file.path === reportName)) return `it has no ${reportName}`;
	const bad = files.find((file) => !isBelow(file.path) || !Number.isSafeInteger(file.bytes) || file.bytes < 0);
	if (bad !== undefined) return `it names a file \`${bad.path.slice(0, 80)}\` of ${bad.bytes} bytes`;
	const folders = new Set(files.flatMap((file) => foldersOf(file.path)));
	const both = files.find((file) => folders.has(file.path));
	return both === undefined ? null : `it names \`${both.path.slice(0, 80)}\` as a file and as a folder`;
}

const mostFiles = 20_000;
const mostShards = 100_000;
/** Of a name and of a path, on the systems where a collector runs. */
const [mostNameBytes, mostPathBytes] = [255, 1000];

function foldersOf(name: string): readonly string[] {
	const words = name.split('/').slice(0, -1);
	return words.map((_, index) => words.slice(0, index + 1).join('/'));
}

export function isManifest(value: unknown): value is Manifest {
	return manifestProblem(value) === null;
}

/** Nothing leads out of the folder of its report, and a disk can have a file of this name. */
function isBelow(name: string): boolean {
	return (
		// oxlint-disable-next-line no-control-regex -- those are looked for.
		!/[\\\u0000-\u001f\u007f]/.test(name) &&
		Buffer.byteLength(name) <= mostPathBytes &&
		name.split('/').every((word) => !['', '.', '..'].includes(word) && Buffer.byteLength(word) <= mostNameBytes)
	);
}

function isManifestShaped(value: unknown): value is Manifest {
	return (
		isRecord(value) &&
		['key', 'version', 'planHash'].every((name) => typeof value[name] === 'string') &&
		(value['shard'] === null ||
			(isRecord(value['shard']) && typeof value['shard']['index'] === 'number' && typeof value['shard']['of'] === 'number')) &&
		Array.isArray(value['files']) &&
		value['files'].every(
			(file: unknown) =>
				isRecord(file) && typeof file['path'] === 'string' && typeof file['bytes'] === 'number' && typeof file['sha256'] === 'string',
		)
	);
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

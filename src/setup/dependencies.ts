// The npm packages of the lockfile. npm keeps a record of what it installed; where that says what the lockfile says, nothing is done.
import {existsSync, mkdirSync, readFileSync, rmSync, symlinkSync} from 'node:fs';
import path from 'node:path';
import {runCommand, step} from './step.ts';

const installMs = 10 * 60_000;

export async function ensureDependencies(root: string): Promise<void> {
	if (!isInstalled(readLock(path.join(root, 'package-lock.json')), readLock(path.join(root, 'node_modules/.package-lock.json')))) {
		await step('npm packages (npm ci)', async () => {
			await runCommand('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', root], {
				deadlineMs: installMs,
				hint: 'is the registry reachable (`npm ping`)?',
			});
		});
	}
	linkCommand(root);
}

/** The part of a lockfile that is compared. */
export interface Lock {
	readonly packages?: Readonly<Record<string, LockedPackage>>;
}

interface LockedPackage {
	readonly version?: string;
	readonly integrity?: string;
	readonly optional?: boolean;
}

/** Whether npm's record of installed packages has every package of the lockfile. Optional ones may be for another platform. */
export function isInstalled(lock: Lock | null, record: Lock | null): boolean {
	if (record === null) return false;
	return Object.entries(lock?.packages ?? {}).every(([place, wanted]) => {
		if (place === '') return true;
		const installed = record.packages?.[place];
		if (installed === undefined) return wanted.optional === true;
		return installed.version === wanted.version && installed.integrity === wanted.integrity;
	});
}

/** Makes `npx gatequake` find the command at once; by itself npx would install the package into its cache first. */
function linkCommand(root: string): void {
	const link = path.join(root, 'node_modules/.bin/gatequake');
	if (existsSync(link)) return;
	mkdirSync(path.dirname(link), {recursive: true});
	rmSync(link, {force: true});
	symlinkSync('../../src/setup/gatequake', link);
}

function readLock(file: string): Lock | null {
	if (!existsSync(file)) return null;
	// npm writes the file; the shape is the lockfile's.
	const lock: Lock = JSON.parse(readFileSync(file, 'utf8'));
	return lock;
}

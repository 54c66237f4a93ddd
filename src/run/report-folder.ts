// The folder a report goes to: made and proven writable before anything is started.
import {randomBytes} from 'node:crypto';
import {access, constants, mkdir, statfs} from 'node:fs/promises';
import path from 'node:path';
import {GatequakeError} from '../error.ts';

/** Less than this left is no place for a report with its samples and logs. */
const wantedBytes = 64 * 1024 * 1024;

/** @throws GatequakeError `NO_OUTPUT` (exit code 2). */
export async function makeReportFolder(folder: string): Promise<string> {
	try {
		await mkdir(folder, {recursive: true});
		await access(folder, constants.W_OK);
	} catch (error) {
		throw new GatequakeError(`the output folder ${folder} cannot be written: ${error instanceof Error ? error.message : String(error)}`, {
			code: 'NO_OUTPUT',
			exitCode: 2,
			hint: 'name another one with --output DIR',
			cause: error,
		});
	}

	const {bavail, bsize} = await statfs(folder);
	if (bavail * bsize < wantedBytes) {
		throw new GatequakeError(
			`the output folder ${folder} has ${Math.floor((bavail * bsize) / 2 ** 20)} MiB left, and a report may need 64 MiB`,
			{
				code: 'NO_SPACE',
				exitCode: 2,
				hint: 'free some space, or name another folder with --output DIR',
			},
		);
	}

	return folder;
}

/** `reports/20261121T033000-k3x9/` below the working folder. */
export function defaultReportFolder(cwd: string, startedAt: Date, runId: string): string {
	return path.join(cwd, 'reports', `${startedAt.toISOString().replaceAll(/[-:]|\.\d+Z$/g, '')}-${runId}`);
}

/** Short, unique, lower-case. */
export function newRunId(): string {
	return randomBytes(4).toString('hex');
}

// Sends the report in a folder, and says what came of it; where it did not arrive, the hint is the command that sends it again.
import path from 'node:path';
import {sendReport} from '../collect/send-report.ts';
import {GatequakeError} from '../error.ts';
import type {CommandContext} from './command.ts';
import {openReport} from './read-report.ts';

/** @throws GatequakeError `NOT_SENT` (exit code 4): the report stays where it is. */
export async function sendFrom(
	{folder, to}: {readonly folder: string; readonly to: string},
	{cwd, env, stdout, signal}: Pick<CommandContext, 'cwd' | 'env' | 'stdout' | 'signal'>,
): Promise<void> {
	const opened = await openReport(folder, cwd);
	try {
		const {isNew, where} = await sendReport(opened.folder, opened.head, {to, cwd, env, signal});
		stdout.write(isNew ? `sent to ${where}\n` : `it had come to ${where} before, and counts once\n`);
	} catch (error) {
		if (!(error instanceof GatequakeError) || error.code !== 'NOT_SENT') throw error;
		throw new GatequakeError(error.message, {
			code: error.code,
			hint: `it stays in ${opened.folder}; send it again with: npx gatequake send ${path.relative(cwd, opened.folder) || '.'} ${to}`,
			cause: error,
		});
	}
}

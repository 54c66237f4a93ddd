// Nobody's system is changed unasked: on a terminal set-up asks, where there is none (CI, a fresh machine) it announces and goes on, and
// with GATEQUAKE_NO_INSTALL=1 it refuses.
import process from 'node:process';
import {createInterface} from 'node:readline/promises';
import {GatequakeError} from '../error.ts';
import {say} from './step.ts';

/** `what` completes the sentence "Set-up will ...". Rejects with `NO_CONSENT` (exit code 2). */
export async function consent(what: string, byHand: string): Promise<void> {
	if (process.env['GATEQUAKE_NO_INSTALL'] === '1') throw refused(`set-up would ${what}, and GATEQUAKE_NO_INSTALL=1 forbids it`, byHand);
	if (!process.stdin.isTTY || !process.stderr.isTTY) {
		say(`going to ${what} (GATEQUAKE_NO_INSTALL=1 would refuse)`);
		return;
	}
	const terminal = createInterface({input: process.stdin, output: process.stderr});
	try {
		const answer = await terminal.question(`set-up: may I ${what}? [y/N] `);
		if (!/^y(?:es)?$/i.test(answer.trim())) throw refused(`set-up may not ${what}`, byHand);
	} finally {
		terminal.close();
	}
}

function refused(message: string, hint: string): GatequakeError {
	return new GatequakeError(message, {code: 'NO_CONSENT', exitCode: 2, hint});
}

// What the tests need of a distribution beside the engine. Where the machine is Debian-like and the user root it is installed, with consent.
// Anybody else is told what to do.
import process from 'node:process';
import {GatequakeError} from '../error.ts';
import {consent} from './consent.ts';
import {aptInstall, isDebianLike} from './container-engine.ts';

export interface DebianTool {
	readonly packages: readonly string[];
	/** Completes "expected ..., and found ...". */
	readonly wanted: string;
	readonly found: 'none' | 'neither';
	/** Completes "for the tests of ...". */
	readonly testsOf: string;
	readonly code: string;
	readonly byHand: string;
}

/** @throws GatequakeError with the tool's code where it cannot be installed, or `NO_CONSENT`; exit code 2 both. */
export async function installDebianTool(tool: DebianTool): Promise<void> {
	if (process.getuid?.() !== 0 || !isDebianLike()) throw isMissing(tool);
	const {packages, testsOf, byHand} = tool;
	await consent(`install ${packages.join(', ')} from the distribution, for the tests of ${testsOf}`, byHand);
	await aptInstall(packages);
}

export function isMissing({wanted, found, testsOf, code, byHand}: DebianTool): GatequakeError {
	return new GatequakeError(`expected ${wanted} for the tests of ${testsOf}, and found ${found}`, {code, exitCode: 2, hint: byHand});
}

// Runs a command of the command line within the test's own process.
import {Writable} from 'node:stream';
import type {Command} from '../../src/cli/command.ts';
import {GatequakeError} from '../../src/error.ts';

export interface CommandResult {
	readonly exitCode: number;
	readonly stdout: string;
	readonly stderr: string;
}

/** A GatequakeError becomes its exit code and its message on standard error, as in main.ts; `orThrow`: it is thrown. */
export async function runCommand(
	command: Command,
	argv: readonly string[],
	cwd: string,
	{orThrow = false, env = {}}: {readonly orThrow?: boolean; readonly env?: Readonly<Record<string, string>>} = {},
): Promise<CommandResult> {
	const [stdout, stderr] = [new Collector(), new Collector()];
	try {
		const signal = new AbortController().signal;
		// A collector is no terminal: nothing but writing is asked of it.
		const exitCode = await command.run({argv, cwd, env, stdout: asStream(stdout), stderr: asStream(stderr), signal});
		return {exitCode, stdout: stdout.text, stderr: stderr.text};
	} catch (error) {
		if (orThrow || !(error instanceof GatequakeError)) throw error;
		return {exitCode: error.exitCode, stdout: stdout.text, stderr: `${stderr.text}${error.message}\n${error.hint ?? ''}`};
	}
}

class Collector extends Writable {
	text = '';

	override _write(chunk: Buffer, _encoding: string, done: () => void): void {
		this.text += chunk.toString();
		done();
	}
}

function asStream(collector: Collector): NodeJS.WriteStream {
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a command writes to it, and asks for nothing else.
	return collector as unknown as NodeJS.WriteStream;
}

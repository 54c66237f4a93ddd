// What a command is: its words for the help, and a function from arguments to an exit code.
import type {ExitCode} from '../error.ts';

export interface CommandContext {
	readonly argv: readonly string[];
	readonly cwd: string;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly stdout: NodeJS.WriteStream;
	readonly stderr: NodeJS.WriteStream;
	/** Aborted by the first SIGINT or SIGTERM. */
	readonly signal: AbortSignal;
}

export interface Command {
	readonly summary: string;
	/** Shown by `--help`: usage, flags, two examples that work. */
	readonly help: string;
	run(context: CommandContext): Promise<ExitCode>;
}

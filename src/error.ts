// The one error class. What the system under test does is never thrown: it is a Sample or an event.

/** Exit codes of the command line. Where several apply: 130 > 2 > 4 > 1 > 3 > 0. */
export const exitCodes = {pass: 0, fail: 1, usage: 2, inconclusive: 3, harness: 4, interrupted: 130} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export interface GatequakeErrorOptions {
	/** Stable word for programs: `NO_ENGINE`, `CONFIG_REFUSED`, ... */
	readonly code: string;
	/** The command or the line to write. */
	readonly hint?: string;
	readonly cause?: unknown;
	/** 2 where the user's input is at fault, 4 (default) where the harness or the machine is. */
	readonly exitCode?: 2 | 4;
}

/** Message: what was expected, and what came. Hint: what to do. */
export class GatequakeError extends Error {
	override readonly name = 'GatequakeError';
	readonly code: string;
	readonly hint: string | undefined;
	readonly exitCode: 2 | 4;

	constructor(message: string, options: GatequakeErrorOptions) {
		super(message, options.cause === undefined ? undefined : {cause: options.cause});
		this.code = options.code;
		this.hint = options.hint;
		this.exitCode = options.exitCode ?? 4;
	}
}

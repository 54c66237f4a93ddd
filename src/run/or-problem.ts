// A step of the harness that goes wrong when the evidence is already there costs the verdict, and never the samples.

/** What the step gives, or null where it throws: then `problems` says so. An interrupt is no problem, and is thrown on. */
export async function orProblem<Value>(
	what: string,
	step: () => Promise<Value> | Value,
	{problems, signal}: {readonly problems: string[]; readonly signal: AbortSignal},
): Promise<Value | null> {
	try {
		return await step();
	} catch (error) {
		signal.throwIfAborted();
		problems.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
		return null;
	}
}

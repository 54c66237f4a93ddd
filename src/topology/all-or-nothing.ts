// Several parts that start side by side.

/** Waits for all, also when one failed: what is still starting then must not escape the clean-up. */
export async function allOrNothing<Value>(starting: readonly Promise<Value>[]): Promise<readonly Value[]> {
	await Promise.allSettled(starting);
	return await Promise.all(starting);
}

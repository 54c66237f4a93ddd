// What the engine's refusals mean: 404 gone, 409 conflict (being removed, not paused, not running), 304 nothing to do.

/** The HTTP status with which the engine refused a call; null for any other error. */
export function statusOf(error: unknown): number | null {
	if (!(error instanceof Error) || !('statusCode' in error)) return null;
	return typeof error.statusCode === 'number' ? error.statusCode : null;
}

/** Waits for the call; a refusal with one of `statuses` counts as done and gives null. */
export async function unless<T>(statuses: readonly number[], call: PromiseLike<T>): Promise<T | null> {
	try {
		return await call;
	} catch (error) {
		const status = statusOf(error);
		if (status !== null && statuses.includes(status)) return null;
		throw error;
	}
}

// Removes everything of a run from one engine, again and again until nothing is left: what was being started may come up late.
import {setTimeout as sleep} from 'node:timers/promises';
import type Docker from 'dockerode';
import {GatequakeError} from '../error.ts';
import {findLeftovers, removable, removeLeftovers, type Leftover} from './run-leftovers.ts';

/** All but what is kept. @throws GatequakeError `CLEANUP_FAILED` after `withinMs`. */
export async function removeRun(docker: Docker, runId: string, withinMs: number): Promise<void> {
	const endsAt = performance.now() + withinMs;
	const toRemove = async (): Promise<readonly Leftover[]> => removable(await findLeftovers(docker, runId), false);
	let errors: readonly unknown[] = [];
	let left = await toRemove();
	while (left.length > 0) {
		if (performance.now() > endsAt) throw notRemoved(left, errors);
		errors = await removeLeftovers(docker, left);
		left = await toRemove();
		// What is still there is being removed by the engine, or refuses: neither changes at once.
		if (left.length > 0) await sleep(100);
	}
}

function notRemoved(left: readonly Leftover[], errors: readonly unknown[]): GatequakeError {
	const reasons = errors.map((error) => (error instanceof Error ? error.message : String(error)));
	return new GatequakeError(
		`expected nothing of this run to be left, left are: ${left.map(({words}) => words).join(', ')}. ${reasons.join('; ')}`,
		{
			code: 'CLEANUP_FAILED',
			hint: '`gatequake sweep` tries again',
			cause: new AggregateError(errors),
		},
	);
}

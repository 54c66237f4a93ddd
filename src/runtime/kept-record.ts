// The record that says what of a run is kept. It is an empty labelled volume: the engine itself keeps it, so it holds for remote engines
// and for any user's reaper or sweep, it survives the run and the machine's restart, and unlike a network it takes no address pool.
// Labels of containers cannot be added later, so the record lists ids.
import type Docker from 'dockerode';
import {withDeadline} from './engine.ts';
import {keptLabel, labelsOf, reasonLabel} from './labels.ts';
import {findLeftovers, removable} from './run-leftovers.ts';

/** Keeps what the run has now; what it starts later is not kept. Gives the ids of the kept containers and networks. */
export async function writeKeptRecord(docker: Docker, runId: string, reason: string): Promise<readonly string[]> {
	const leftovers = await findLeftovers(docker, runId);
	const kept = removable(leftovers, false).filter((leftover) => !leftover.isAnchor);
	const earlier = leftovers.filter((leftover) => leftover.keptIds !== null).length;
	const ids = kept.map((leftover) => leftover.id);
	const record = docker.createVolume({
		Name: `gatequake-${runId}-kept-${earlier + 1}`,
		Labels: {...labelsOf(runId, 'kept'), [keptLabel]: ids.join(' '), [reasonLabel]: reason},
	});
	await withDeadline(record, 15_000, 'record what is kept');
	return ids;
}

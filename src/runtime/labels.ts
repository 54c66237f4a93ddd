// The labels by which everything of a run is found again, by the run itself, by its reaper and by a later sweep.

/** On every container, network and volume: the run it belongs to. */
export const runLabel = 'gatequake.run';
/** On every container and network: what it is in the topology. The anchor's is `anchorPart`. */
export const partLabel = 'gatequake.part';
/** On the volume that records what is kept: the ids of the kept containers and networks, with blanks between them. */
export const keptLabel = 'gatequake.kept';
/** On the same volume: why it is kept, in words. */
export const reasonLabel = 'gatequake.reason';

export const anchorPart = 'anchor';

export function labelsOf(runId: string, part: string): Record<string, string> {
	return {[runLabel]: runId, [partLabel]: part};
}
/** On the volume that records a compose project of a run: the project's name. A name alone would prove nothing, anyone may give it. */
export const composeRecordLabel = 'gatequake.compose';

/** What compose tools write on everything of a project. */
export const composeProjectLabel = 'com.docker.compose.project';
export const composeServiceLabel = 'com.docker.compose.service';

// Removes what dead runs left behind. A run is dead when its anchor does not run; live runs, of whoever, are never touched.
import type Docker from 'dockerode';
import {withDeadline} from './engine.ts';
import {findLeftovers, removable, removeLeftovers, type Leftover} from './run-leftovers.ts';

export interface SweptRun {
	readonly runId: string;
	/** In words: `network gatequake-k3-1-topology`. */
	readonly removed: readonly string[];
	/** What could not be removed, and why. */
	readonly errors: readonly string[];
}

/** A starting run creates its anchor and starts it a moment later. One that was created longer ago than this was never started. */
const startingSeconds = 60;

export interface SweepOptions {
	/** Removes kept runs too, and only then. */
	readonly kept: boolean;
	/** Only this run; default all. */
	readonly runId?: string;
}

/** Gives the runs of which something was removed. */
export async function sweep(docker: Docker, options: SweepOptions): Promise<readonly SweptRun[]> {
	const dead = await deadRuns(docker, options.runId ?? null);
	const swept = await Promise.all(
		[...dead].map(async ([runId, leftovers]) => await sweepRun(docker, runId, removable(leftovers, options.kept))),
	);
	return swept.filter((run) => run.removed.length > 0 || run.errors.length > 0);
}

/** Ids of runs that left something, and nobody is there to remove it: removed by the next sweep, or kept on purpose. */
export async function leftRuns(docker: Docker): Promise<{readonly dead: readonly string[]; readonly kept: readonly string[]}> {
	const runs = [...(await deadRuns(docker, null))];
	const ids = (swept: boolean) => runs.filter(([, leftovers]) => removable(leftovers, false).length > 0 === swept).map(([runId]) => runId);
	return {dead: ids(true), kept: ids(false)};
}

/** What dead runs left, by run. */
async function deadRuns(docker: Docker, runId: string | null): Promise<ReadonlyMap<string, readonly Leftover[]>> {
	// Everything first, anchors after: a run has its anchor before it has anything else, so one that is seen here without any is dead.
	const found = await findLeftovers(docker, runId);
	if (found.length === 0) return new Map();
	const alive = await liveRuns(docker);
	return Map.groupBy(
		found.filter((leftover) => !alive.has(leftover.runId)),
		(leftover) => leftover.runId,
	);
}

/** Decided by the engine's clock, never by this machine's. */
export function isAlive(anchor: Pick<Leftover, 'state' | 'createdSeconds'>, engineNowSeconds: number): boolean {
	if (anchor.state === 'created') return engineNowSeconds - (anchor.createdSeconds ?? 0) < startingSeconds;
	return anchor.state === 'running' || anchor.state === 'paused';
}

async function liveRuns(docker: Docker): Promise<ReadonlySet<string>> {
	const [leftovers, engineNowSeconds] = await Promise.all([findLeftovers(docker, null), engineClock(docker)]);
	return new Set(leftovers.filter((leftover) => leftover.isAnchor && isAlive(leftover, engineNowSeconds)).map((anchor) => anchor.runId));
}

async function engineClock(docker: Docker): Promise<number> {
	// dockerode's type of info() is `any`; SystemTime is RFC 3339 in /info of the engine's API.
	const {SystemTime}: {SystemTime: string} = await withDeadline(docker.info(), 15_000, 'tell its time');
	return Date.parse(SystemTime) / 1000;
}

async function sweepRun(docker: Docker, runId: string, leftovers: readonly Leftover[]): Promise<SweptRun> {
	const errors = await removeLeftovers(docker, leftovers);
	return {
		runId,
		removed: leftovers.map((leftover) => leftover.words),
		errors: errors.map((error) => (error instanceof Error ? error.message : String(error))),
	};
}

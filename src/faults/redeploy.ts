// Another version of the app takes the place of the one before: that ends in good order, and the next one begins with what it was told meanwhile.
import type {Instant} from '../timeline/timeline.ts';
import type {RunningUpstream} from '../topology/topology.ts';

export interface Redeployed {
	/** The end of the version before. */
	readonly ended: Instant;
	/** The next one listens. */
	readonly open: Instant;
}

/** The old version has this long to end in good order, and the new one to listen. */
export const redeployGraceMs = 5000;

export async function redeploy(target: RunningUpstream): Promise<Redeployed> {
	const asked = await target.stop(redeployGraceMs, 0);
	const {atMs, uncertaintyMs} = await target.waitForEvent('exited', asked.atMs, 2 * redeployGraceMs);
	const open = await target.waitForPort('open', atMs, redeployGraceMs);
	return {ended: {atMs, uncertaintyMs}, open: {atMs: open.atMs, uncertaintyMs: open.uncertaintyMs}};
}

// Tells plans apart, so that shards of one plan are known as such wherever they ran.
import {createHash} from 'node:crypto';
import type {RunPlan} from './plan.ts';

/** Of everything in the plans, seed included, but for what differs from machine to machine: paths, and the lines that hold them. */
export function planHash(plans: readonly RunPlan[]): string {
	const portable = plans.map(({file: _file, repro: _repro, gateway, ...plan}) => ({
		...plan,
		gateway: {...gateway, config: {...gateway.config, file: null}},
	}));
	return createHash('sha256').update(JSON.stringify(portable)).digest('hex').slice(0, 12);
}

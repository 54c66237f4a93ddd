// The history of a run that was not begun, because something that its fault needs is not to be had on this machine: no sample, and the reason.
import type {RunPlan} from '../scenario/plan.ts';
import type {SampleSet, Timeline} from '../timeline/timeline.ts';
import type {RunImages} from './ensure-images.ts';
import {partsOf} from './parts-of.ts';

export function notRun(plan: RunPlan, images: RunImages, reason: string): Timeline {
	return {
		schemaVersion: 1,
		plan,
		startedAt: new Date().toISOString(),
		events: [],
		samples: noSamples(),
		generator: null,
		witness: null,
		capacity: null,
		saturation: null,
		parts: partsOf(images),
		problems: [reason],
		timings: {upMs: 0, gatewayMs: 0, loadMs: 0, collectMs: 0, downMs: 0},
		cleanup: {ok: true, left: []},
	};
}

function noSamples(): SampleSet {
	const id = new Uint32Array();
	return {
		count: 0,
		dueMs: new Float64Array(),
		id,
		firstId: id,
		sentUs: new Int32Array(),
		firstByteUs: new Int32Array(),
		endUs: new Int32Array(),
		status: new Uint16Array(),
		outcome: new Uint8Array(),
		flags: new Uint8Array(),
		upstream: new Uint8Array(),
	};
}

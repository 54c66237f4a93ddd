// What network faults need of this machine's kernel, tried in a container that has no network but its own loopback device.
import {GatequakeError} from '../error.ts';
import type {Runtime} from '../runtime/runtime.ts';
import type {KernelFeature} from '../scenario/plan.ts';
import {helperCommand} from './container-specs.ts';
import {kernelFeatures, tryKernel} from './kernel-features.ts';
import {openLineChannel} from './line-channel.ts';
import type {LineChannel} from './line-channel.ts';
import {networkHelper} from './network-helper.ts';
import {timelineClock} from './timeline-clock.ts';

export interface KernelRow {
	/** In words: `packet rules (nf_tables)`. */
	readonly summary: string;
	/** What went wrong, and what to do instead; null where it is there. */
	readonly missing: string | null;
}

export async function kernelReport(runtime: Runtime): Promise<readonly KernelRow[]> {
	const image = await runtime.ensureImage('netfault', null);
	const started: LineChannel[] = [];
	await using container = await runtime.startContainer({
		...helperCommand,
		part: 'net-doctor',
		image: image.reference,
		network: null,
		ready: async ({control}) => {
			if (control === null) {
				throw new GatequakeError('the helper was started without its control channel', {code: 'NO_CONTROL'});
			}

			const channel = openLineChannel('net-doctor', control);
			started.push(channel);
			await channel.hello;
		},
	});
	const [channel] = started;
	if (channel === undefined) {
		throw new GatequakeError('the helper started, and nobody heard of it', {code: 'NO_CONTROL'});
	}

	// Nothing is measured here: the origin does not matter.
	const clock = timelineClock({origin: {monoMs: 0, wallMs: 0}, offsetMs: 0, uncertaintyMs: 0, monoNow: () => 0});
	const helper = networkHelper('doctor', container, channel, clock);
	const rows: KernelRow[] = [];
	for (const feature of features) {
		rows.push({
			summary: kernelFeatures[feature].summary,
			missing: await missing(async () => {
				await tryKernel([feature], async (order) => await helper.run(order));
			}),
		});
	}

	return rows;
}

const features: readonly KernelFeature[] = ['packet-rules', 'rate-limit', 'delay'];

async function missing(attempt: () => Promise<void>): Promise<string | null> {
	try {
		await attempt();
		return null;
	} catch (error) {
		if (!(error instanceof GatequakeError)) {
			throw error;
		}

		return `${error.message}\n${error.hint ?? ''}`;
	}
}

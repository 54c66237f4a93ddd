// Starts what stands between the gateway and upstreams: one Toxiproxy, and beside it, in its network namespace, the helper that orders it.
import {GatequakeError} from '../error.ts';
import type {ContainerSpec, RunningContainer} from '../runtime/runtime.ts';
import type {LinkPlan} from '../scenario/plan.ts';
import type {TopologySpecs} from './container-specs.ts';
import type {LineChannel} from './line-channel.ts';
import {runningLinks} from './running-links.ts';
import type {TopologyImages} from './start-topology.ts';
import type {RunningLinks, TimelineClock} from './topology.ts';

export interface LinkParts {
	readonly links: readonly LinkPlan[];
	/** Where they lead. */
	readonly apps: readonly RunningContainer[];
	readonly specs: TopologySpecs;
	readonly images: TopologyImages;
	readonly start: (spec: ContainerSpec) => Promise<RunningContainer>;
	readonly channelOf: (container: RunningContainer) => LineChannel;
	readonly clock: TimelineClock;
}

/** Done when every link listens, so that the gateway finds them there. */
export async function startLinks({links, apps, specs, images, start, channelOf, clock}: LinkParts): Promise<RunningLinks> {
	const {toxiproxy, netfault} = images;
	if (toxiproxy === null || netfault === null) {
		throw new GatequakeError('the plan has links, and there is no image for their server, or none for its helper', {code: 'NO_HELPER'});
	}

	const server = await start(specs.link(toxiproxy));
	const helper = await start({
		...specs.linkHelper(server, netfault),
		ready: async (container) => {
			await channelOf(container).hello;
		},
	});
	// By address: Toxiproxy looks a name up for each connection, and takes one after the other.
	const routes = links.map((link) => {
		const address = apps.find(({part}) => part === link.name)?.address ?? link.name;
		return {...link, to: link.to.replace(link.name, address)};
	});
	return await runningLinks(routes, channelOf(helper), clock);
}

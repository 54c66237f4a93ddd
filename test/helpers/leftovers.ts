// What of Gatequake the engine still holds, by label: containers, networks, volumes.
import {connectEngine} from '../../src/runtime/engine.ts';

const label = 'gatequake.run';

/** Run ids found, each with what is left of it in words. `runIds` limits the look to some runs. */
export async function leftovers(): Promise<readonly string[]> {
	const {docker} = await connectEngine();
	const filters = {label: [label]};
	const [containers, networks, {Volumes}] = await Promise.all([
		docker.listContainers({all: true, filters}),
		docker.listNetworks({filters}),
		docker.listVolumes({filters}),
	]);
	return [
		...containers.map(({Names, Labels}) => `${Labels[label]}: container ${Names.join(', ')}`),
		...networks.map(({Name, Labels}) => `${Labels?.[label]}: network ${Name}`),
		...(Volumes ?? []).map(({Name, Labels}) => `${Labels?.[label]}: volume ${Name}`),
	];
}

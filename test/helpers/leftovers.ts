// What of Gatequake the engine still holds, by label: containers, networks, volumes; and of compose projects of its runs.
import {connectEngine} from '../../src/runtime/engine.ts';

const label = 'gatequake.run';
const projectLabel = 'com.docker.compose.project';

/** What is left of the run that a command's output names (`run 1a2b3c4d: ...`), in words. Other runs on the machine are not ours to count. */
export async function leftoversOf(stdout: string): Promise<readonly string[]> {
	const runId = runIdOf(stdout);
	const {docker} = await connectEngine();
	const filters = {label: [`${label}=${runId}`]};
	const [containers, networks, {Volumes}] = await Promise.all([
		docker.listContainers({all: true, filters}),
		docker.listNetworks({filters}),
		docker.listVolumes({filters}),
	]);
	return [
		...containers.map(({Names}) => `container ${Names.join(', ')}`),
		...networks.map(({Name}) => `network ${Name}`),
		...(Volumes ?? []).map(({Name}) => `volume ${Name}`),
	];
}

/** Everything of the compose projects of the run that an output names, and the images that were built for them. */
export async function projectOf(stdout: string): Promise<readonly string[]> {
	const {docker} = await connectEngine();
	const filters = {label: [projectLabel]};
	const [containers, networks, {Volumes}, images] = await Promise.all([
		docker.listContainers({all: true, filters}),
		docker.listNetworks({filters}),
		docker.listVolumes({filters}),
		docker.listImages(),
	]);
	const runId = runIdOf(stdout);
	const projects = [
		...containers.map(({Labels: labels}) => labels[projectLabel]),
		...networks.map(({Labels: labels}) => labels?.[projectLabel]),
		...(Volumes ?? []).map(({Labels: labels}) => labels?.[projectLabel]),
	];
	const tags = images.flatMap(({RepoTags: names}) => names ?? []);
	return [...projects, ...tags].flatMap((name) => (name?.includes(runId) ? [name] : []));
}

export function runIdOf(stdout: string): string {
	const runId = /^run ([0-9a-f]{8}):/m.exec(stdout)?.[1];
	if (runId === undefined) {
		throw new Error(`expected the output to name its run, and it was: ${stdout}`);
	}

	return runId;
}

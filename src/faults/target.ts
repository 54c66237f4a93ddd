// Finds the part of a running topology that a fault acts on.
import {GatequakeError} from '../error.ts';
import type {RunningTopology, RunningUpstream} from '../topology/topology.ts';

export function targetUpstream(topology: RunningTopology, name: string): RunningUpstream {
	const upstream = topology.upstreams.find((candidate) => candidate.name === name);
	if (upstream === undefined) {
		throw new GatequakeError(`the fault acts on ${name}, which is not in the running topology`, {code: 'NO_TARGET', exitCode: 2});
	}

	return upstream;
}

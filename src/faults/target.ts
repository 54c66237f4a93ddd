// Finds the part of a running topology that a fault acts on, the helper in its network namespace, the link before it, or the database behind it.
import {GatequakeError} from '../error.ts';
import type {NetworkHelper, RunningDatabase, RunningLinks, RunningTopology, RunningUpstream} from '../topology/topology.ts';

/** The upstream of that name in a running topology. @throws GatequakeError where there is none. */
export function targetUpstream(topology: RunningTopology, name: string): RunningUpstream {
	const upstream = topology.upstreams.find((candidate) => candidate.name === name);
	if (upstream === undefined) {
		throw new GatequakeError(`the fault acts on ${name}, which is not in the running topology`, {code: 'NO_TARGET', exitCode: 2});
	}

	return upstream;
}

export function targetNetwork(topology: RunningTopology, part: string): NetworkHelper {
	const helper = topology.networkHelpers.find((candidate) => candidate.part === part);
	if (helper === undefined) {
		throw new GatequakeError(`the fault acts in the network namespace of ${part}, and no helper was started there`, {code: 'NO_HELPER'});
	}

	return helper;
}

export function targetLinks(topology: RunningTopology, upstreams: readonly string[]): RunningLinks {
	const {links} = topology;
	const missing = upstreams.filter((name) => !links?.names.includes(name));
	if (links === null || missing.length > 0) {
		throw new GatequakeError(`the fault acts on the link before ${missing.join(', ')}, and none was started there`, {code: 'NO_HELPER'});
	}

	return links;
}

export function targetDatabase({database}: RunningTopology): RunningDatabase {
	if (database === null) {
		throw new GatequakeError('the fault acts on the database, and none was started', {code: 'NO_TARGET', exitCode: 2});
	}

	return database;
}

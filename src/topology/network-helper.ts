// A helper with NET_ADMIN in the network namespace of one part: the harness's end of its control channel.
import {GatequakeError} from '../error.ts';
import {isRecord} from '../expectations/options.ts';
import type {RunningContainer} from '../runtime/runtime.ts';
import type {Instant} from '../timeline/timeline.ts';
import {nameRelayPorts} from '../upstreams/upstream.ts';
import type {HeldPorts, RanProgram} from '../upstreams/upstream.ts';
import type {LineChannel} from './line-channel.ts';
import type {NetworkHelper, TimelineClock} from './topology.ts';

export function networkHelper(part: string, container: RunningContainer, channel: LineChannel, clock: TimelineClock): NetworkHelper {
	return {
		part,
		container,
		async run({argv, input = ''}) {
			const {data} = await channel.call({command: 'run', argv, input});
			if (!isRanProgram(data)) {
				throw new GatequakeError(`expected the outcome of a program from ${container.part}, and ${JSON.stringify(data)} came`, {
					code: 'BAD_REPLY',
				});
			}

			const {fromMonoMs, toMonoMs, exitCode, stdout, stderr} = data;
			if (exitCode !== 0) {
				throw new GatequakeError(`\`${argv.join(' ')}\` in the network namespace of ${part} ended with ${exitCode}: ${stderr.trim()}`, {
					code: 'COMMAND_FAILED',
				});
			}

			return {atMs: clock.fromMonoMs((fromMonoMs + toMonoMs) / 2), uncertaintyMs: (toMonoMs - fromMonoMs) / 2, stdout};
		},
		crowd: async (order) =>
			heldSince(await channel.call({command: 'crowd', port: order?.port ?? 0, clients: order?.clients ?? 0}), container.part, clock),
		otherService: async (port) => heldSince(await channel.call({command: 'other-service', port}), container.part, clock),
		nameService: async (habit, forMs) => heldSince(await channel.call({command: 'name-service', habit, forMs}), container.part, clock),
		holdPorts: async (range) => heldSince(await channel.call({command: 'hold-ports', range}), container.part, clock),
	};
}

/** Before the part's first question: connection tracking keeps the way of a conversation that has begun. */
export async function standBeforeNames(helper: NetworkHelper): Promise<void> {
	await helper.nameService({as: 'relay'}, null);
	await helper.run({
		argv: ['nft', '-f', '-'],
		input: [
			'add table ip gatequake-names',
			// Before the engine's own rules, which lead to where its name service listens.
			'add chain ip gatequake-names out { type nat hook output priority -110; }',
			`add rule ip gatequake-names out ip daddr 127.0.0.11 udp dport 53 udp sport != ${nameRelayPorts.asks} redirect to :${nameRelayPorts.listens}`,
		].join('\n'),
	});
}

/** One after the other: the last one counts. */
function heldSince({data}: {readonly data?: unknown}, part: string, clock: TimelineClock): Instant & {readonly held: number} {
	if (!isHeldPorts(data)) {
		throw new GatequakeError(`expected a number from ${part}, and ${JSON.stringify(data)} came`, {code: 'BAD_REPLY'});
	}

	return {atMs: clock.fromMonoMs(data.toMonoMs), uncertaintyMs: 1, held: data.held};
}

function isHeldPorts(data: unknown): data is HeldPorts {
	return isRecord(data) && typeof data['held'] === 'number' && typeof data['toMonoMs'] === 'number';
}

function isRanProgram(data: unknown): data is RanProgram {
	return (
		isRecord(data) && typeof data['exitCode'] === 'number' && typeof data['fromMonoMs'] === 'number' && typeof data['stdout'] === 'string'
	);
}

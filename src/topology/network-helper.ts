// A helper with NET_ADMIN in the network namespace of one part: the harness's end of its control channel.
import {GatequakeError} from '../error.ts';
import {isRecord} from '../expectations/options.ts';
import type {RunningContainer} from '../runtime/runtime.ts';
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
		async holdPorts(range) {
			const {data} = await channel.call({command: 'hold-ports', range});
			if (!isHeldPorts(data)) {
				throw new GatequakeError(`expected a number of ports from ${container.part}, and ${JSON.stringify(data)} came`, {
					code: 'BAD_REPLY',
				});
			}

			// One after the other: the last one counts.
			return {atMs: clock.fromMonoMs(data.toMonoMs), uncertaintyMs: 1, held: data.held};
		},
	};
}

function isHeldPorts(data: unknown): data is HeldPorts {
	return isRecord(data) && typeof data['held'] === 'number' && typeof data['toMonoMs'] === 'number';
}

function isRanProgram(data: unknown): data is RanProgram {
	return (
		isRecord(data) && typeof data['exitCode'] === 'number' && typeof data['fromMonoMs'] === 'number' && typeof data['stdout'] === 'string'
	);
}

// The links of a started topology: the harness's end of the channel to the helper beside their Toxiproxy.
import {GatequakeError} from '../error.ts';
import {isRecord} from '../expectations/options.ts';
import type {LinkPlan} from '../scenario/plan.ts';
import type {ChangedLinks, LinkCounters} from '../upstreams/upstream.ts';
import type {LineChannel} from './line-channel.ts';
import type {RunningLinks, TimelineClock} from './topology.ts';

/** Longer than the helper's own deadlines, so that it can say for what it waited. */
const openWithinMs = 20_000;
const changeWithinMs = 20_000;

/** Makes them, so that the gateway finds them there when it starts. */
export async function runningLinks(links: readonly LinkPlan[], channel: LineChannel, clock: TimelineClock): Promise<RunningLinks> {
	const {data} = await channel.call({command: 'open-links', links}, openWithinMs);
	const version = data?.['version'];
	if (typeof version !== 'string') {
		throw badReply(channel, 'the version of a Toxiproxy', data);
	}

	return {
		names: links.map(({name}) => name),
		version,
		async change(names, change) {
			const reply = await channel.call({command: 'change-links', names, change}, changeWithinMs);
			if (!isChangedLinks(reply.data)) {
				throw badReply(channel, 'the instant of a change', reply.data);
			}

			const {fromMonoMs, toMonoMs} = reply.data;
			return {atMs: clock.fromMonoMs((fromMonoMs + toMonoMs) / 2), uncertaintyMs: (toMonoMs - fromMonoMs) / 2};
		},
		async counters() {
			const reply = await channel.call({command: 'link-counters'});
			if (!isLinkCounters(reply.data)) {
				throw badReply(channel, 'counters', reply.data);
			}

			return reply.data;
		},
	};
}

function badReply({part}: LineChannel, wanted: string, data: unknown): GatequakeError {
	return new GatequakeError(`expected ${wanted} from ${part}, and ${JSON.stringify(data)} came`, {code: 'BAD_REPLY'});
}

function isChangedLinks(data: unknown): data is ChangedLinks {
	return isRecord(data) && typeof data['fromMonoMs'] === 'number' && typeof data['toMonoMs'] === 'number';
}

function isLinkCounters(data: unknown): data is LinkCounters {
	return isRecord(data) && isRecord(data['counters']) && isRecord(data['sources']);
}

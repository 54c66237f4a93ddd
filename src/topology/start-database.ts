// Starts the database behind the apps, and beside it, in its network namespace, the helper that holds what apps need of it.
import {GatequakeError} from '../error.ts';
import {isRecord} from '../expectations/options.ts';
import type {ContainerSpec, RunningContainer} from '../runtime/runtime.ts';
import type {DatabasePlan} from '../scenario/plan.ts';
import type {Instant} from '../timeline/timeline.ts';
import type {HeldDatabase} from '../upstreams/upstream.ts';
import type {TopologySpecs} from './container-specs.ts';
import type {LineChannel} from './line-channel.ts';
import type {TopologyImages} from './start-topology.ts';
import type {RunningDatabase, TimelineClock} from './topology.ts';

export interface DatabaseParts {
	readonly database: DatabasePlan;
	readonly specs: Pick<TopologySpecs, 'database' | 'databaseHelper'>;
	readonly images: Pick<TopologyImages, 'pg' | 'postgres'>;
	readonly start: (spec: ContainerSpec) => Promise<RunningContainer>;
	readonly channelOf: (container: RunningContainer) => LineChannel;
	readonly clock: Pick<TimelineClock, 'fromMonoMs'>;
}

/** Longer than the helper's own deadlines, so that it can say for what it waited. */
const openWithinMs = 25_000;
const changeWithinMs = 10_000;

/** Done when the database answers. */
export async function startDatabase({database, specs, images, start, channelOf, clock}: DatabaseParts): Promise<RunningDatabase> {
	const {postgres, pg} = images;
	if (postgres === null || pg === null) {
		throw new GatequakeError('the plan has a database, and there is no image for it, or none for its helper', {code: 'NO_HELPER'});
	}

	const container = await start(specs.database(database, postgres));
	const helper = await start({
		...specs.databaseHelper(container, pg),
		ready: async (helping) => {
			await channelOf(helping).hello;
		},
	});
	const channel = channelOf(helper);
	const {data} = await channel.call({command: 'open-database'}, openWithinMs);
	const version = data?.['version'];
	if (typeof version !== 'string') {
		throw badReply(channel, 'the version of a database', data);
	}

	const changed = async (order: Parameters<LineChannel['call']>[0]): Promise<Instant & HeldDatabase> => {
		const reply = await channel.call(order, changeWithinMs);
		if (!isHeld(reply.data)) {
			throw badReply(channel, 'what is held of a database', reply.data);
		}

		const {fromMonoMs, toMonoMs} = reply.data;
		return {...reply.data, atMs: clock.fromMonoMs((fromMonoMs + toMonoMs) / 2), uncertaintyMs: (toMonoMs - fromMonoMs) / 2};
	};
	return {
		container,
		version,
		hold: async (hold) => await changed({command: 'hold-database', hold}),
		release: async () => await changed({command: 'release-database'}),
	};
}

function badReply({part}: LineChannel, wanted: string, data: unknown): GatequakeError {
	return new GatequakeError(`expected ${wanted} from ${part}, and ${JSON.stringify(data)} came`, {code: 'BAD_REPLY'});
}

function isHeld(data: unknown): data is HeldDatabase {
	return isRecord(data) && ['fromMonoMs', 'toMonoMs', 'held', 'waiting'].every((name) => typeof data[name] === 'number');
}

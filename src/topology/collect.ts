// Reads everything the containers of a topology hold, running or dead, and turns it into events on the timeline.
import {GatequakeError} from '../error.ts';
import type {GatewayKind} from '../gateways/gateway.ts';
import type {RunningContainer} from '../runtime/runtime.ts';
import type {JournalEvent, TimelineEvent} from '../timeline/timeline.ts';
import type {ServerKind} from '../servers/server.ts';
import {postgres} from '../servers/postgres.ts';
import {appLogDirectory, journalName} from '../upstreams/upstream.ts';
import {readJournal} from '../upstreams/read-journal.ts';
import type {TimelineClock} from './topology.ts';

export interface CollectParts {
	/** The one under test first. */
	readonly gateways: readonly {readonly kind: GatewayKind; readonly container: RunningContainer}[];
	readonly upstreams: readonly {readonly kind: ServerKind; readonly container: RunningContainer}[];
	/** Behind the apps; default: none. */
	readonly database?: RunningContainer | null;
	readonly clock: TimelineClock;
}

export async function collect({
	gateways,
	upstreams,
	database = null,
	clock,
}: CollectParts): Promise<{readonly events: readonly TimelineEvent[]; readonly logs: ReadonlyMap<string, string>}> {
	const [gatewayFiles, appFiles] = await Promise.all([
		Promise.all(gateways.map(async ({kind, container}) => await textFiles(container, kind.logDirectory))),
		Promise.all(upstreams.map(async ({container}) => await textFiles(container, appLogDirectory))),
	]);
	const events: TimelineEvent[] = [];
	const logs = new Map<string, string>();
	for (const [index, {kind, container}] of gateways.entries()) {
		const {part} = container;
		const files = gatewayFiles[index] ?? new Map<string, string>();
		for (const event of kind.readLogs(files, clock)) {
			events.push(index === 0 ? event : {...event, part});
		}

		for (const [name, text] of files) {
			logs.set(`${part}.${name.replaceAll('/', '.')}`, text);
		}
	}

	for (const [index, {kind, container}] of upstreams.entries()) {
		const {part} = container;
		const files = appFiles[index] ?? new Map<string, string>();
		const journal = files.get(journalName);
		if (journal === undefined) {
			throw new GatequakeError(`expected a journal in ${part}, and there is none`, {code: 'NO_JOURNAL'});
		}

		const own = new Map([...files].filter(([name]) => name !== journalName));
		for (const event of [...journalEvents(part, journal, clock), ...kind.readLogs(own, part, clock)]) {
			events.push(event);
		}

		for (const [name, text] of files) {
			logs.set(`${part}.${name.replaceAll('/', '.')}`, text);
		}
	}

	const databaseFiles = database === null ? new Map<string, string>() : await textFiles(database, appLogDirectory);
	for (const event of database === null ? [] : postgres.readLogs(databaseFiles, database.part, clock)) {
		events.push(event);
	}

	for (const [name, text] of databaseFiles) {
		logs.set(`${database?.part}.${name}`, text);
	}

	return {events, logs};
}

async function textFiles(container: RunningContainer, path: string): Promise<ReadonlyMap<string, string>> {
	const files = await container.readFiles(path);
	return new Map([...files].map(([name, content]) => [name, content.toString('utf8')]));
}

function journalEvents(part: string, text: string, clock: TimelineClock): readonly JournalEvent[] {
	return readJournal(text).lines.map(({t, r, s, k, c, d, h}) => ({
		kind: 'journal',
		part,
		atMs: clock.fromMonoMs(t),
		// Taken by the app itself, on the same clock; written a moment later.
		uncertaintyMs: 0.1,
		requestId: r,
		step: s,
		...(k === undefined ? {} : {key: k}),
		...(c === undefined ? {} : {status: c}),
		...(d === undefined ? {} : {detail: d}),
		...(h === undefined ? {} : {headerBytes: h}),
	}));
}

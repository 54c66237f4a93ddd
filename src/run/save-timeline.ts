// A run's history on disk: timeline.json (head), events.ndjson, samples.gqs, and the raw logs. `loadTimeline` reads it back.
import {existsSync} from 'node:fs';
import {mkdir, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {GatequakeError} from '../error.ts';
import {decodeSamples, encodeSamples} from '../timeline/sample-file.ts';
import {decodeTimeline, encodeTimeline} from '../timeline/timeline-file.ts';
import type {Timeline} from '../timeline/timeline.ts';

export interface SavedFiles {
	readonly timeline: string;
	readonly samples: string;
	readonly logs: readonly string[];
}

const names = {head: 'timeline.json', events: 'events.ndjson', samples: 'samples.gqs'} as const;

/** Overwrites what was saved there before. */
export async function saveTimeline(folder: string, timeline: Timeline, logs: ReadonlyMap<string, string>): Promise<SavedFiles> {
	const {head, events} = encodeTimeline(timeline);
	const logFolder = path.join(folder, 'logs');
	await mkdir(logFolder, {recursive: true});
	await Promise.all([
		writeFile(path.join(folder, names.head), head),
		writeFile(path.join(folder, names.events), events),
		writeFile(path.join(folder, names.samples), encodeSamples(timeline.samples)),
		...[...logs].map(async ([name, text]) => {
			await writeFile(path.join(logFolder, name), text);
		}),
	]);
	return {
		timeline: path.join(folder, names.head),
		samples: path.join(folder, names.samples),
		logs: [...logs.keys()].map((name) => path.join(logFolder, name)),
	};
}

/** @throws GatequakeError `NO_TIMELINE` (exit code 2) where the folder holds none that can be read. */
export async function loadTimeline(folder: string): Promise<Timeline> {
	if (!existsSync(path.join(folder, names.head))) {
		throw new GatequakeError(`expected a saved run with ${names.head} in ${folder}, and there is none`, {
			code: 'NO_TIMELINE',
			exitCode: 2,
			hint: 'name a folder below reports/<time>-<id>/',
		});
	}

	try {
		const [head, events, samples] = await Promise.all([
			readFile(path.join(folder, names.head), 'utf8'),
			readFile(path.join(folder, names.events), 'utf8'),
			readFile(path.join(folder, names.samples)),
		]);
		return decodeTimeline({head, events}, decodeSamples(samples));
	} catch (error) {
		throw new GatequakeError(`the saved run in ${folder} cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
			code: 'NO_TIMELINE',
			exitCode: 2,
			cause: error,
		});
	}
}

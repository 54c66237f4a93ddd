// Diagnoses recorded runs from their gateway's log files alone, and says how often the first cause is the fault that was injected.
// The recordings are runs of the shipped scenarios, thinned to a part of their requests; the truth stands in test/score/log-truth.ts.
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {gunzipSync} from 'node:zlib';
import type {LogDiagnosis} from '../../src/diagnosis/log-diagnosis.ts';
import type {LogOwner} from '../../src/diagnosis/log-owner.ts';
import {LogReading} from '../../src/diagnosis/log-reading.ts';
import {logTruthsOf} from '../score/log-truth.ts';
import {scoreRun} from '../score/score-runs.ts';
import type {ScoredRun} from '../score/score-runs.ts';
import {projectFolder} from './source-file.ts';

export const recordedGateways = [
	'nginx',
	'haproxy',
	'httpd',
	'envoy',
	'caddy',
	'traefik',
	'varnish',
] as const satisfies readonly LogOwner[];
export type RecordedGateway = (typeof recordedGateways)[number];

interface Recording {
	readonly scenario: string;
	readonly files: Readonly<Record<string, string>>;
}

export async function scoreRecorded(gateway: RecordedGateway): Promise<readonly ScoredRun[]> {
	const file = path.join(projectFolder, `test/fixtures/diagnosis/recorded/${gateway}.json.gz`);
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Our own file.
	const {runs} = JSON.parse(gunzipSync(readFileSync(file)).toString()) as {readonly runs: readonly Recording[]};
	return await Promise.all(
		runs.map(async ({scenario, files}) => {
			const truths = logTruthsOf(scenario);
			if (truths === null) throw new Error(`test/score/log-truth.ts has no ${scenario}`);
			const found = await diagnoseLogFiles(
				gateway,
				Object.entries(files).map(([name, text]) => ({name, content: Buffer.from(text, 'latin1')})),
			);
			return scoreRun(
				{gateway, scenario, heldOut: false},
				truths,
				found.causes.map(({id, cause}) => [id, cause ?? '']),
			);
		}),
	);
}

/** Logs of one gateway, and nothing else. */
export async function diagnoseLogFiles(
	gateway: string,
	files: readonly {readonly name: string; readonly content: Buffer}[],
): Promise<LogDiagnosis> {
	const owner = recordedGateways.find((name) => name === gateway);
	if (owner === undefined) throw new Error(`expected a gateway whose logs can be read, and ${gateway} came`);
	const reading = new LogReading({sinceMs: -Infinity, untilMs: Infinity});
	for (const {name, content} of files) {
		if (content.some((byte) => byte > 32)) await reading.read({name, owner, zoneMinutes: 0, year: 2026, chunks: [content]});
	}

	return reading.diagnosis();
}

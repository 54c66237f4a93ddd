// The scenarios that are shipped, as the pages tell of them.
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {gateways} from '../../../src/gateways/gateways.ts';
import {loadScenarios} from '../../../src/scenario/load-scenario.ts';
import type {LoadedScenario} from '../../../src/scenario/load-scenario.ts';
import {makePlans} from '../../../src/scenario/make-plans.ts';
import {plainPlanOptions} from '../../../src/scenario/plan-options.ts';
import type {SkippedRun} from '../../../src/scenario/plan.ts';
import {isRecord} from '../../../src/expectations/options.ts';
import {projectFolder} from '../source-file.ts';

export interface ShippedScenario extends LoadedScenario {
	/** The comment that its file opens with. */
	readonly story: string;
	/** Kinds of its faults: one, or those of a sequence's parts beside it. */
	readonly faults: readonly string[];
	/** Gateways that it is not run on, with the reasons. */
	readonly skipped: readonly SkippedRun[];
}

/** Read once: most pages tell of them. */
export async function shippedScenarios(): Promise<readonly ShippedScenario[]> {
	read ??= readScenarios();
	return await read;
}

let read: Promise<readonly ShippedScenario[]> | undefined;

async function readScenarios(): Promise<readonly ShippedScenario[]> {
	const loaded = await loadScenarios([], projectFolder);
	const {skipped} = makePlans(loaded, plainPlanOptions({gateways: Object.values(gateways), knownGateways: gateways, seed: 1}));
	return loaded.map((entry) => ({
		...entry,
		story: storyOf(entry.file),
		faults: entry.scenario.fault === null ? [] : kindsOf(entry.scenario.fault),
		skipped: skipped.filter(({scenario}) => scenario === entry.name),
	}));
}

function storyOf(file: string): string {
	const lines = readFileSync(path.join(file), 'utf8').split('\n');
	const end = lines.findIndex((line) => !line.startsWith('//'));
	return lines
		.slice(0, end)
		.map((line) => line.replace(/^\/\/ ?/, ''))
		.join(' ');
}

function kindsOf({kind, options}: {readonly kind: string; readonly options: Readonly<Record<string, unknown>>}): readonly string[] {
	const parts: readonly unknown[] = Array.isArray(options['parts']) ? options['parts'] : [];
	const inner = parts.flatMap((part) => (isRecord(part) && isFaultData(part['fault']) ? kindsOf(part['fault']) : []));
	return [...new Set([kind, ...inner])];
}

function isFaultData(value: unknown): value is {readonly kind: string; readonly options: Readonly<Record<string, unknown>>} {
	return isRecord(value) && typeof value['kind'] === 'string' && isRecord(value['options']);
}

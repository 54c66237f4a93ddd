// `gatequake diagnose --run FOLDER`: what a saved run's evidence says, without containers, and the checklist filled in.
import path from 'node:path';
import {GatequakeError} from '../error.ts';
import {diagnoseRun} from '../diagnosis/diagnose-run.ts';
import type {RunDiagnosis} from '../diagnosis/diagnose-run.ts';
import {judge} from '../expectations/judge.ts';
import {loadTimeline} from '../run/save-timeline.ts';
import type {Flag, ReadArguments} from './arguments.ts';

export const savedRunFlags: Readonly<Record<string, Flag>> = {
	run: {value: 'FOLDER', help: 'a saved run: a folder below reports/<time>-<id>/; its fault is not looked at'},
};

/** Flags that say something of a saved run, too. */
const beside = new Set(['run', 'json', 'html']);

export async function diagnoseSavedRun({flags, words}: ReadArguments, cwd: string): Promise<RunDiagnosis> {
	const [folder = '', ...more] = flags.get('run') ?? [];
	const other = [...flags.keys()].find((name) => !beside.has(name));
	if (other !== undefined || words.length > 0 || more.length > 0) {
		throw new GatequakeError(`expected --run alone, and ${other === undefined ? 'more' : `--${other}`} came with it`, {
			code: 'BAD_ARGUMENTS',
			exitCode: 2,
			hint: 'gatequake diagnose --run reports/<time>-<id>/<run> [--json] [--html FILE]',
		});
	}

	const timeline = await loadTimeline(path.resolve(cwd, folder));
	return diagnoseRun(timeline, judge(timeline).facts);
}

// Pairs the runs of two sides: the same scenario, the same repeat. What varies within a side tells its runs apart and must be equal in a
// pair; what does not vary is what is being compared.
import type {RunValues} from './run-values.ts';

export interface RunPair {
	readonly repeat: number;
	readonly a: RunValues;
	readonly b: RunValues;
	/** Runs of the same cell without the fault, where both sides have one. */
	readonly controls: {readonly a: RunValues; readonly b: RunValues} | null;
}

export interface PairedGroup {
	/** `upstream-killed`, or `upstream-killed · nginx` where a side has several gateways. */
	readonly name: string;
	readonly pairs: readonly RunPair[];
}

/** Groups in the order of the first side. Runs without a partner are in none. */
export function pairRuns(a: readonly RunValues[], b: readonly RunValues[]): readonly PairedGroup[] {
	const names = {gateway: severalIn([a, b], 'gateway'), config: severalIn([a, b], 'config')};
	const nameOf = (run: RunValues) =>
		[run.scenario, ...(names.gateway ? [run.gateway] : []), ...(names.config ? [run.config] : [])].join(' · ');
	const [left, right] = [tellControls(a), tellControls(b)];
	const keyOf = (run: RunValues) => JSON.stringify([nameOf(run), run.mode, run.repeat]);
	const partners = new Map(right.runs.map((run) => [keyOf(run), run]));
	const pairs = left.runs.flatMap((run) => {
		const partner = partners.get(keyOf(run));
		return partner === undefined ? [] : [{name: groupName(nameOf(run), run.mode), pair: pairOf(run, partner, left, right)}];
	});
	return [...Map.groupBy(pairs, ({name}) => name)].map(([name, found]) => ({name, pairs: found.map(({pair}) => pair)}));
}

function severalIn(sides: readonly (readonly RunValues[])[], field: 'gateway' | 'config'): boolean {
	return sides.some((runs) => new Set(runs.map((run) => run[field])).size > 1);
}

interface Told {
	readonly runs: readonly RunValues[];
	/** By the run that they control. */
	readonly controls: ReadonlyMap<string, RunValues>;
}

/** Controls are no side of a pair: they say what there was to lose. */
function tellControls(all: readonly RunValues[]): Told {
	return {
		runs: all.filter(({mode}) => mode !== 'control'),
		controls: new Map(all.filter(({mode}) => mode === 'control').map((run) => [cellOf(run), run])),
	};
}

function cellOf({scenario, gateway, config, repeat}: RunValues): string {
	return JSON.stringify([scenario, gateway, config, repeat]);
}

function pairOf(a: RunValues, b: RunValues, left: Told, right: Told): RunPair {
	const controls = {a: left.controls.get(cellOf(a)), b: right.controls.get(cellOf(b))};
	return {
		repeat: a.repeat,
		a,
		b,
		controls: controls.a === undefined || controls.b === undefined ? null : {a: controls.a, b: controls.b},
	};
}

function groupName(name: string, mode: RunValues['mode']): string {
	return mode === 'as-written' ? name : `${name} · ${mode === 'withheld' ? 'fault withheld' : 'wrong fault'}`;
}

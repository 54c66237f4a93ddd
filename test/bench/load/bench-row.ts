// One line of a benchmark's table.
import {loadavg} from 'node:os';
import type {BenchTarget} from './target.ts';

export type BenchRow = Readonly<Record<string, string | number | boolean | null>>;

export interface BenchSettings extends Pick<BenchTarget, 'host' | 'port' | 'peers'> {
	readonly seconds: number;
	readonly rounds: number;
}

export function round(value: number, digits = 2): number {
	return Number(value.toFixed(digits));
}

/** Of the last minute, beside every number: the machine is shared. */
export function loadAverage(): number {
	return round(loadavg()[0] ?? 0);
}

export function median(values: readonly number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]];
	return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
}

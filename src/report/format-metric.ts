// Values of metrics as people read them, each with its unit.
import type {MetricUnit, MetricValue} from '../compare/comparison.ts';
import {formatDuration} from './format-duration.ts';

/** `1.203 s`, `33.4 %`, `120/s`, `3`; `> 4.000 s` where the true value is larger and unknown. */
export function formatMetric({value, censored}: MetricValue, unit: MetricUnit): string {
	return `${censored ? '> ' : ''}${formatNumber(value, unit)}`;
}

/** Of a difference, with its sign: `+0.7 s`, `-1.2 points`, `0 ms` where it is too small to be told. */
export function formatChange(value: number, unit: MetricUnit): string {
	const size = unit === 'share' ? `${figures(Math.abs(value) * 100)} points` : formatNumber(Math.abs(value), unit);
	const isNone = Number.parseFloat(size) === 0;
	return `${isNone ? '' : value > 0 ? '+' : '-'}${size}`;
}

function formatNumber(value: number, unit: MetricUnit): string {
	return formats[unit](value);
}

const formats: Readonly<Record<MetricUnit, (value: number) => string>> = {
	ms: formatDuration,
	share: (value) => `${figures(value * 100)} %`,
	perSecond: (value) => `${figures(value)}/s`,
	count: figures,
	ratio: figures,
};

/** Three figures, or all of a whole number. */
function figures(value: number): string {
	return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(Math.abs(value) < 1000 ? 3 : 6)));
}

// Where the parts of a chart stand: heights in px from its top, widths in percent of it.

export const lane = {fault: 4, outage: 26, height: 14} as const;
export const outcomePlot = {top: 54, height: 190} as const;
export const latencyPlot = {top: 272, height: 110} as const;
export const bottom = latencyPlot.top + latencyPlot.height;
export const chartHeight = bottom + 26;

/** px from the chart's top for a number of requests; `highest` stands at the plot's top. */
export function countY(count: number, highest: number): number {
	return outcomePlot.top + outcomePlot.height * (1 - count / highest);
}

export function percent(value: number): string {
	return `${Number(value.toFixed(3))}%`;
}

/** An instant as the axis and the description write it. */
export function seconds(ms: number): string {
	return `${Number((ms / 1000).toFixed(2))} s`;
}

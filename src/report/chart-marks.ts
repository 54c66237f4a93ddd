// What happened to the run, drawn over its chart: the fault as observed and as asked for, the outages, the recovery.
import {bottom, lane, outcomePlot, percent} from './chart-layout.ts';
import type {TimeScale} from './chart-scale.ts';
import {markup, nothing} from './markup.ts';
import type {Markup} from './markup.ts';
import type {RunReport} from './report.ts';

/** Under the plots. */
export function faultTint(run: RunReport, time: TimeScale): Markup {
	const span = faultSpan(run, time);
	return span === null
		? nothing
		: markup`<rect class="tint" x="${percent(span.from)}" y="${outcomePlot.top}" width="${percent(span.to - span.from)}" height="${bottom - outcomePlot.top}"/>`;
}

/** The band is what was observed; the dashed lines are when the harness asked. */
export function faultMarks(run: RunReport, time: TimeScale): Markup {
	const span = faultSpan(run, time);
	if (span === null || !run.fault) {
		return nothing;
	}

	const upright = (atMs: number, kind: string, top: number): Markup =>
		markup`<line class="${kind}" x1="${percent(time.x(atMs))}" x2="${percent(time.x(atMs))}" y1="${top}" y2="${bottom}"/>`;
	const instants = [run.fault.inject, run.fault.clear].filter((instant) => instant !== null);
	return markup`<rect class="band" x="${percent(span.from)}" y="${lane.fault}" width="${percent(span.to - span.from)}" height="${lane.height}" rx="3"/>
${instants.map(({requestedMs}) => upright(requestedMs, 'requested', lane.fault - 3))}${instants.map(({effectiveMs}) => upright(effectiveMs, 'effective', lane.fault))}`;
}

export function outageMarks(run: RunReport, time: TimeScale): Markup {
	const marks = run.outages.map(({fromMs, toMs}) => {
		const width = Math.max(0.2, time.x(toMs) - time.x(fromMs));
		return markup`<rect class="outage" x="${percent(time.x(fromMs))}" y="${lane.outage}" width="${percent(width)}" height="${lane.height}" rx="3"/>`;
	});
	return markup`<line class="lane" x1="0" x2="100%" y1="${lane.outage + lane.height / 2}" y2="${lane.outage + lane.height / 2}"/>${marks}`;
}

export function recoveryMark(run: RunReport, time: TimeScale): Markup {
	if (run.recovery === null || 'notWithinMs' in run.recovery) {
		return nothing;
	}

	const x = percent(time.x(run.recovery.atMs));
	const middle = lane.outage + lane.height / 2;
	return markup`<line class="recovered" x1="${x}" x2="${x}" y1="${middle}" y2="${bottom}"/><circle class="recovered-dot" cx="${x}" cy="${middle}" r="5"/>`;
}

function faultSpan(run: RunReport, time: TimeScale): {readonly from: number; readonly to: number} | null {
	const inject = run.fault?.inject;
	return inject ? {from: time.x(inject.effectiveMs), to: time.x(run.fault?.clear?.effectiveMs ?? time.toMs)} : null;
}

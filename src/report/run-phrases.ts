// The phrases that every rendering uses about a run, so that the console, the page and the CI summary say the same words.
import type {WindowFacts} from '../expectations/facts.ts';
import {formatDuration, formatWithUncertainty} from './format-duration.ts';
import {orderedOutcomes, outcomeLook} from './outcome-look.ts';
import type {Report, RunReport} from './report.ts';

/** What names a run. */
/** What is said of a run that is not as its scenario was written. */
export const modeWords: Readonly<Record<Exclude<RunReport['mode'], 'as-written'>, string>> = {
	withheld: 'fault withheld',
	wrong: 'wrong fault',
	control: 'control without fault',
};

export type NamedRun = Pick<RunReport, 'scenario' | 'repeat' | 'mode'> & {
	readonly gateway: Pick<RunReport['gateway'], 'label'>;
	readonly config: Pick<RunReport['config'], 'label'>;
};

/** `upstream-killed · nginx · default`, with what sets a run apart from its siblings. */
export function runName(run: NamedRun): string {
	const parts = [run.scenario, run.gateway.label, run.config.label];
	if (run.repeat > 1) {
		parts.push(`repeat ${run.repeat}`);
	}

	if (run.mode !== 'as-written') {
		parts.push(modeWords[run.mode]);
	}

	return parts.join(' · ');
}

/** What its repeats share: the id without the repeat. */
export function cellOf(id: string): string {
	return id.replace(/\.\d+$/, '');
}

/** `99.8 % 502, 0.2 % 200`: largest share first. */
export function sharesPhrase(window: WindowFacts): string {
	const total = Object.values(window.outcomes).reduce((sum, count) => sum + count, 0);
	if (total === 0) {
		return 'no requests';
	}

	return orderedOutcomes(window.outcomes)
		.toSorted((a, b) => (window.outcomes[b] ?? 0) - (window.outcomes[a] ?? 0))
		.map((key) => `${formatShare(window.outcomes[key] ?? 0, total)} ${outcomeLook(key).label}`)
		.join(', ');
}

/** Never says 100 % or 0 % of what is not all or nothing. */
export function formatShare(count: number, total: number): string {
	const percent = total === 0 ? 0 : (100 * count) / total;
	if (count > 0 && percent < 0.1) {
		return '<0.1 %';
	}

	if (count < total && percent > 99.9) {
		return '>99.9 %';
	}

	return `${percent === 100 || percent === 0 ? percent : percent.toFixed(1)} %`;
}

export function lastWindow({windows}: Pick<RunReport, 'windows'>): WindowFacts {
	return windows.recovery ?? windows.fault ?? windows.baseline;
}

/** What clients saw in the fault window; where there was none, over the baseline, and says so. */
export function clientsSaw(run: Pick<RunReport, 'windows'>): string {
	return run.windows.fault === null ? `in the baseline ${sharesPhrase(run.windows.baseline)}` : sharesPhrase(run.windows.fault);
}

export function outagePhrase(run: Pick<RunReport, 'outages'>): string {
	const [first, ...others] = run.outages;
	if (first === undefined) {
		return 'no outage';
	}

	if (others.length === 0) {
		return `outage ${formatWithUncertainty(first.lengthMs, first.uncertaintyMs)}`;
	}

	const totalMs = run.outages.reduce((sum, outage) => sum + outage.lengthMs, 0);
	const uncertaintyMs = run.outages.reduce((sum, outage) => sum + outage.uncertaintyMs, 0);
	return `${run.outages.length} outages, ${formatWithUncertainty(totalMs, uncertaintyMs)} in all`;
}

/** Empty where recovery has no meaning: nothing was injected, or nothing failed. */
export function recoveryPhrase(run: Pick<RunReport, 'recovery'>): string {
	const {recovery} = run;
	if (recovery === null) {
		return '';
	}

	if ('notWithinMs' in recovery) {
		return `not recovered within ${formatDuration(recovery.notWithinMs)}`;
	}

	if (recovery.afterClearMs < 0) {
		return `recovered ${formatWithUncertainty(-recovery.afterClearMs, recovery.uncertaintyMs)} before the fault’s end`;
	}

	return `recovered after ${formatWithUncertainty(recovery.afterClearMs, recovery.uncertaintyMs)}`;
}

/** Empty where no POST was lost, doubled or misreported. */
export function ledgerPhrase(run: Pick<RunReport, 'ledger'>): string {
	const {lost, duplicated, committedButFailed} = run.ledger;
	const parts = [
		[lost, 'lost'],
		[duplicated, 'duplicated'],
		[committedButFailed, 'committed but told failed'],
	] as const;
	const found = parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
	return found.length === 0 ? '' : `POSTs: ${found.join(', ')}`;
}

/** A passed run whose cleanup failed is not green anywhere. */
export function isGreen(run: Pick<RunReport, 'verdict' | 'cleanup'>): boolean {
	return run.verdict === 'pass' && run.cleanup.ok;
}

/** `12 passed, 1 failed, 1 inconclusive`: what is zero is left out, but for a report without runs. */
export function countsPhrase(counts: Report['counts']): string {
	const parts = [
		[counts.pass, 'passed'],
		[counts.fail, 'failed'],
		[counts.inconclusive, 'inconclusive'],
	] as const;
	const found = parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
	return found.length === 0 ? 'no runs' : found.join(', ');
}

const exitMeanings: Readonly<Record<number, string>> = {
	0: 'every run passed',
	1: 'an expectation failed',
	2: 'the command or a scenario was wrong',
	3: 'a run proved nothing',
	4: 'the harness or its cleanup failed',
	130: 'interrupted; what was done is reported',
};

export function exitPhrase(report: Report): string {
	if (report.baseline !== null && report.exitCode < 2) {
		return `exit code ${report.exitCode}: ${report.exitCode === 0 ? 'nothing' : 'something'} got worse than the baseline`;
	}

	const meaning = exitMeanings[report.exitCode] ?? 'unknown';
	return `exit code ${report.exitCode}: ${report.exitCode === 0 && report.counts.inconclusive > 0 ? 'nothing failed' : meaning}`;
}

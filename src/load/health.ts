// The validity gate: may verdicts be built on what this generator sent? Pure, so that its limits can be tested one by one.
import type {GeneratorHealth, SampleSet} from '../timeline/sample.ts';

/** Everything in the health but the verdict and its reasons. */
export type MeasuredHealth = Omit<GeneratorHealth, 'verdict' | 'reasons'>;

/** Beyond these a run is not `valid`. Measured 2026-11 on two noisy cores: a quiet generator stays below them at 5000 requests per second. */
export const healthLimits = {
	/** Late: more than 5 ms after due. */
	suspectLatePercent: 1,
	invalidLatePercent: 10,
	/** Unsent requests, of the intended. One is enough to be suspect. */
	invalidUnsentShare: 0.001,
	/** One stretch without a send. Shorter ones widen the uncertainty of an edge, longer ones hide it. */
	invalidGapMs: 250,
	/** How well a generator's clock is known. More is added to every edge of a window and an outage, and hides what is looked for. */
	invalidClockMs: 50,
	/** A generator near a whole core cannot tell a slow gateway from its own work. */
	suspectCpuPercent: 80,
} as const;

/** Judges a generator by what it measured about itself. A run without a single send proves nothing. */
export function judgeHealth(measured: MeasuredHealth): GeneratorHealth {
	const findings = [...lateFindings(measured), ...unsentFindings(measured), ...gapFindings(measured), ...cpuFindings(measured)];
	const invalid = findings.some((finding) => finding.invalid);
	return {
		...measured,
		reasons: findings.map((finding) => finding.reason),
		verdict: invalid ? 'invalid' : findings.length > 0 ? 'suspect' : 'valid',
	};
}

interface Finding {
	readonly invalid: boolean;
	readonly reason: string;
}

function lateFindings({latePercent, lateP99Ms}: MeasuredHealth): Finding[] {
	if (latePercent <= healthLimits.suspectLatePercent) return [];
	const reason = `${latePercent.toFixed(1)} % of requests were sent more than 5 ms late (at most ${healthLimits.suspectLatePercent} % is valid; p99 ${lateP99Ms.toFixed(1)} ms)`;
	return [{invalid: latePercent > healthLimits.invalidLatePercent, reason}];
}

function unsentFindings({intended, sent, unsent}: MeasuredHealth): Finding[] {
	if (intended === 0) return [{invalid: true, reason: 'no request was due'}];
	if (sent === 0) return [{invalid: true, reason: `none of ${intended} requests was sent`}];
	if (unsent === 0) return [];
	const reason = `${unsent} of ${intended} requests were not sent: the in-flight cap was reached, descriptors or ports ran out, or the generator stood still`;
	return [{invalid: unsent / intended > healthLimits.invalidUnsentShare, reason}];
}

function gapFindings({gaps}: MeasuredHealth): Finding[] {
	if (gaps.length === 0) return [];
	const longestMs = Math.max(...gaps.map(([fromMs, toMs]) => toMs - fromMs));
	const reason = `${gaps.length} stretches without a send, the longest ${longestMs.toFixed(0)} ms`;
	return [{invalid: longestMs > healthLimits.invalidGapMs, reason}];
}

function cpuFindings({cpuPercent}: MeasuredHealth): Finding[] {
	if (cpuPercent <= healthLimits.suspectCpuPercent) return [];
	return [{invalid: false, reason: `the generator used ${cpuPercent.toFixed(0)} % of a core`}];
}

/** A generator on another machine whose clock could not be compared well enough: its samples may stand anywhere. */
export function withClock(health: GeneratorHealth, uncertaintyMs: number): GeneratorHealth {
	if (uncertaintyMs <= healthLimits.invalidClockMs) return health;
	const reason = `its clock is known to ± ${uncertaintyMs.toFixed(0)} ms only (at most ${healthLimits.invalidClockMs} ms can be judged by)`;
	return {...health, verdict: 'invalid', reasons: [...health.reasons, reason]};
}

/** One health for several generators of one run, by their names, on the timeline. Counts add up, the worst of the rest stands; judged anew. */
export function mergeHealth(byName: ReadonlyMap<string, GeneratorHealth>): GeneratorHealth {
	const parts = [...byName.values()];
	const [only] = parts;
	if (only !== undefined && parts.length === 1) return only;
	const sum = (pick: (part: GeneratorHealth) => number) => parts.reduce((total, part) => total + pick(part), 0);
	const worst = (pick: (part: GeneratorHealth) => number) => Math.max(0, ...parts.map((part) => pick(part)));
	const sent = sum((part) => part.sent);
	const merged = judgeHealth({
		intended: sum((part) => part.intended),
		sent,
		unsent: sum((part) => part.unsent),
		latePercent: sent === 0 ? 0 : sum((part) => part.latePercent * part.sent) / sent,
		lateP50Ms: worst((part) => part.lateP50Ms),
		lateP99Ms: worst((part) => part.lateP99Ms),
		lateMaxMs: worst((part) => part.lateMaxMs),
		peakInFlight: sum((part) => part.peakInFlight),
		connectionsOpened: sum((part) => part.connectionsOpened),
		cpuPercent: worst((part) => part.cpuPercent),
		gaps: parts.flatMap((part) => part.gaps).toSorted(([a], [b]) => a - b),
	});
	// A part may be worse than the sum: half of the clients stood still, the other half did not.
	const verdicts = [merged.verdict, ...parts.map((part) => part.verdict)];
	return {
		...merged,
		reasons: [...byName].flatMap(([name, {reasons}]) => reasons.map((reason) => `${name}: ${reason}`)),
		verdict: verdicts.includes('invalid') ? 'invalid' : verdicts.includes('suspect') ? 'suspect' : 'valid',
	};
}

/** Health of a generator that could not tell: whatever it measured is lost. */
export function deadHealth(samples: SampleSet, reason: string): GeneratorHealth {
	let sent = 0;
	for (const sentUs of samples.sentUs) if (sentUs >= 0) sent++;
	const judged = judgeHealth({
		intended: samples.count,
		sent,
		unsent: samples.count - sent,
		latePercent: 0,
		lateP50Ms: 0,
		lateP99Ms: 0,
		lateMaxMs: 0,
		peakInFlight: 0,
		connectionsOpened: 0,
		cpuPercent: 0,
		gaps: [],
	});
	return {...judged, verdict: 'invalid', reasons: [reason, ...judged.reasons]};
}

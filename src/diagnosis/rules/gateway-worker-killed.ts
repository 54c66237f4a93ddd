// A worker process of the gateway died by itself or by a signal: what it had under way was lost.
import {eventsOfKind} from '../../timeline/events-of-kind.ts';
import {processLine} from '../process-lines.ts';
import {gatewayReloads} from '../run/gateway-reloads.ts';
import type {RunEvidence} from '../run/evidence.ts';
import {gatewayDowns} from '../run/gateway-downs.ts';
import {containerEvents, touched} from '../run/lives.ts';
import type {Trouble} from '../run/trouble.ts';
import {clientsGot, requestWords} from '../run/words.ts';
import type {DiagnosisRule, Finding} from '../rule.ts';

export const gatewayWorkerKilled: DiagnosisRule = {
	kind: 'gateway-worker-killed',
	summary: 'a worker process of the gateway died, and its connections with it',
	find(evidence, left) {
		const deaths = eventsOfKind(evidence.events, 'gateway-log').filter(({lifecycle}) => lifecycle === 'worker-killed');
		const [first] = deaths;
		if (first === undefined) return diedUnderMaster(evidence, left) ?? diedInSilence(evidence, left);
		const opened = eventsOfKind(evidence.events, 'process').find(
			({part, what, atMs}) => part === 'gateway' && what === 'port-open' && atMs > first.atMs,
		);
		const lost = touched(left, [{fromMs: first.atMs, toMs: opened?.atMs ?? first.atMs}], {afterMs: 1500, beforeMs: 1500}).filter(
			({outcome}) => outcome !== 'status',
		);
		return {
			cause: `a worker process of the gateway died${lost.length === 0 ? '' : `; clients got ${clientsGot(lost)}`}`,
			confidence: lost.length > 0 ? 'certain' : 'likely',
			advice: opened === undefined ? anotherStarted : allEnded,
			evidence: [...deaths.slice(0, 3).map(({raw}) => raw), ...requestWords(lost)],
			explains: lost,
		};
	},
};

const anotherStarted =
	'Look for a crash in the gateway or a module of it (core file, kernel log), and for the OOM killer; the master started another worker.';
const allEnded =
	'The gateway ended with its worker: let a supervisor start it again at once, run a second one, and look for the crash in a core file or the kernel log.';

/** Nobody listened for a while, and yet its container, and so its first process, lived on: what had listened was started again by that. */
function diedUnderMaster(evidence: RunEvidence, left: readonly Trouble[]): Finding | null {
	const downs = gatewayDowns(evidence);
	const lost = touched(left, downs, {afterMs: 250, beforeMs: 1500}).filter(({outcome}) => outcome !== 'status');
	if (lost.length === 0 || containerEvents(evidence, 'gateway', 'die').length > 0) return null;
	const ports = eventsOfKind(evidence.events, 'process').filter(({part}) => part === 'gateway');
	return {
		cause: `the gateway's worker ended and was started again by its master, which lived on; clients got ${clientsGot(lost)}`,
		confidence: 'certain',
		advice: allEnded,
		evidence: [...ports.slice(0, 3).map(processLine), ...requestWords(lost)],
		explains: lost,
	};
}

/** The log of some gateways has no word for it. What a worker had is then lost without a line, and it writes none any more, while others do. */
function diedInSilence(evidence: RunEvidence, left: readonly Trouble[]): Finding | null {
	const access = eventsOfKind(evidence.events, 'access');
	const unlogged = left.filter(
		(trouble) => trouble.access.length === 0 && trouble.lines.length === 0 && ['empty-reply', 'reset', 'cut'].includes(trouble.outcome),
	);
	const reloads = gatewayReloads(evidence);
	const reloaded = new Set(touched(unlogged, reloads.spans, {afterMs: 500}));
	const lost = unlogged.filter((trouble) => !reloaded.has(trouble));
	const ends = lost.map(({endMs}) => endMs).filter(Number.isFinite);
	const fromMs = Math.min(...ends);
	const toMs = Math.max(...ends);
	const lastLines = new Map(access.flatMap(({worker, atMs}) => (worker === undefined ? [] : [[worker, atMs] as const])));
	const silent = [...lastLines].filter(([, atMs]) => atMs <= toMs && atMs > fromMs - 1500);
	if (lost.length === 0 || silent.length === 0 || silent.length === lastLines.size) return null;
	return {
		cause: `the gateway lost ${lost.length} requests without a line in its log, and its worker ${silent.map(([worker]) => worker).join(', ')} wrote none from then on; clients got ${clientsGot(lost)}`,
		confidence: 'likely',
		advice: anotherStarted,
		evidence: [
			...silent.slice(0, 3).map(([worker, atMs]) => `last line of worker ${worker} in the access log: at ${atMs.toFixed(0)} ms`),
			...requestWords(lost),
		],
		against: ['the gateway’s log does not tell of its workers’ ends'],
		explains: lost,
	};
}

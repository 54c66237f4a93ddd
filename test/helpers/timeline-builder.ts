// Synthetic runs for the judging half: a schedule, random latencies from a seed, and a fault that treats each request by the instant at
// which it arrives at the app. What is known of a run here is the truth, so judgements can be compared with it.
import {endpoint} from './endpoint.ts';
import {outcomes, sampleFlags} from '../../src/timeline/sample.ts';
import type {GeneratorHealth, Outcome, SampleSet} from '../../src/timeline/sample.ts';
import type {Cause, JournalEvent, MarkName, Timeline, TimelineEvent, Witness} from '../../src/timeline/timeline.ts';
import type {RunPlan} from '../../src/scenario/plan.ts';

export interface SyntheticRequest {
	readonly id: number;
	readonly post: boolean;
	readonly dueMs: number;
	readonly sentMs: number;
	/** When the request is at the app, and when its answer would be at the client. */
	readonly arrivesMs: number;
	readonly normalEndMs: number;
	readonly random: () => number;
}

export interface SyntheticAnswer {
	readonly outcome?: Outcome;
	/** Status; 0 where none came. Default 200. */
	readonly status?: number;
	readonly endMs: number;
	/** When the app heard of it. Default: the request's own. */
	readonly arrivesMs?: number;
	readonly byApp?: boolean;
	/** Status that the gateway's access log has of the upstream. Default: that of the answer, where it is the app's. */
	readonly upstreamStatus?: number;
	readonly upstream?: number;
	/** What the gateway's log says of it; null: it has no line. */
	readonly cause?: Cause | null;
	/** What a gateway behind it answered each time that it was asked, and what that one's log says of the last time. */
	readonly inner?: {readonly statuses: readonly number[]; readonly upstreamStatus?: number; readonly cause?: Cause};
	readonly steps?: readonly Pick<JournalEvent, 'step' | 'detail' | 'headerBytes'>[];
	readonly attempts?: number;
}

export interface SyntheticFault {
	readonly fromMs: number;
	readonly toMs: number;
	/** Null: answered as usual. */
	treat(request: SyntheticRequest, fault: SyntheticFault): SyntheticAnswer | null;
	/** More events: of processes, containers, counters. */
	readonly events?: readonly TimelineEvent[];
}

export interface SyntheticOptions {
	readonly seed?: number;
	readonly ratePerSecond?: number;
	readonly baselineMs?: number;
	readonly faultMs?: number;
	readonly recoveryMs?: number;
	/** From send to end of a healthy request. */
	readonly latencyMs?: (random: () => number) => number;
	/** From due to send. */
	readonly lateMs?: (random: () => number, dueMs: number) => number;
	readonly fault?: SyntheticFault | null;
	readonly plan?: Partial<RunPlan>;
	readonly timeline?: Partial<Timeline>;
}

/** Everything is as it should be but for the fault. Warm-up 500 ms, baseline 2000 ms, fault 3000 ms, recovery 3000 ms at 200 per second. */
export function buildTimeline(options: SyntheticOptions = {}): Timeline {
	const {seed = 1, ratePerSecond = 200, baselineMs = 2000, faultMs = 3000, recoveryMs = 3000, fault = null} = options;
	const {latencyMs = (random) => 1 + 2 * random(), lateMs = (random) => 0.3 * random()} = options;
	const random = randomFrom(seed);
	const warmupMs = 500;
	const count = Math.round(((warmupMs + baselineMs + faultMs + recoveryMs) / 1000) * ratePerSecond);
	const events: TimelineEvent[] = [...(fault?.events ?? [])];
	const samples = emptySamples(count);
	for (let id = 0; id < count; id++) {
		const dueMs = loadStartMs + (id * 1000) / ratePerSecond;
		const sentMs = dueMs + lateMs(random, dueMs);
		const took = latencyMs(random);
		const request = {
			id,
			post: id % 5 === 0,
			dueMs,
			sentMs,
			arrivesMs: sentMs + took * (0.2 + 0.3 * random()),
			normalEndMs: sentMs + took,
			random,
		};
		const healthy = {endMs: request.normalEndMs, byApp: true, upstream: 1};
		const answer = fault === null ? null : fault.treat(request, fault);
		record(samples, events, request, answer ?? healthy);
	}

	const endMs = loadStartMs + (count * 1000) / ratePerSecond;
	events.push(mark('load-started', loadStartMs), mark('baseline-ended', loadStartMs + warmupMs + baselineMs), mark('load-stopped', endMs));
	if (fault !== null) {
		events.push(mark('inject-requested', fault.fromMs - 1), mark('inject-effective', fault.fromMs));
		events.push(mark('clear-requested', fault.toMs - 1), mark('clear-effective', fault.toMs));
	}

	const witness: Witness | null = fault === null ? null : {count: 1, unit: 'processes killed', evidence: ['app1: signalled (SIGKILL)']};
	return {
		schemaVersion: 1,
		plan: buildPlan({
			phases: {warmupMs, baselineMs, faultMs, recoveryMs},
			fault: {kind: 'kill', options: {}, describe: 'SIGKILL of the app on app1', needs: {network: [], links: []}},
			mode: fault === null ? 'withheld' : 'as-written',
			...options.plan,
		}),
		startedAt: '2026-11-21T00:00:00.000Z',
		events: events.sort((a, b) => a.atMs - b.atMs),
		samples,
		generator: healthyGenerator(count),
		witness,
		capacity: null,
		saturation: null,
		parts: {gateway: {image: 'gatequake-nginx', digest: 'sha256:1', version: '1.26.3'}},
		problems: [],
		timings: {upMs: 1500, gatewayMs: 300, loadMs: endMs, collectMs: 100, downMs: 500},
		cleanup: {ok: true, left: []},
		...options.timeline,
	};
}

export const loadStartMs = 1000;
/** Where the fault window begins when nothing says otherwise. */
export const faultFromMs = 3510;
export const faultToMs = 6510;

export interface KilledOptions {
	readonly fromMs?: number;
	readonly toMs?: number;
	/** What the log names for refused connections; null: no log lines at all. */
	readonly cause?: Cause | null;
	readonly status?: number;
	/** How long the kernel takes to close the sockets of the killed process: what waits on them ends then. */
	readonly dyingMs?: number;
}

/** The app is killed and listens again: requests under way are terminated, later ones refused, both at once. */
export function killed(options: KilledOptions = {}): SyntheticFault {
	const {fromMs = faultFromMs, toMs = faultToMs, cause = 'connection_refused', status = 502, dyingMs = 0} = options;
	return {
		fromMs,
		toMs,
		treat({arrivesMs, normalEndMs, sentMs, random}) {
			const soonMs = 0.1 + 0.5 * random();
			const deadMs = fromMs + dyingMs;
			if (arrivesMs >= fromMs && arrivesMs < toMs) return {status, endMs: Math.max(arrivesMs, deadMs) + soonMs, cause};
			// The app is done with it some time before the client sees its end.
			const doneMs = arrivesMs + 0.7 * (normalEndMs - arrivesMs);
			if (arrivesMs < fromMs && doneMs > fromMs) {
				return {
					status,
					endMs: Math.max(deadMs, sentMs) + soonMs,
					cause: cause === null ? null : 'connection_terminated',
					steps: [{step: 'received'}],
				};
			}

			return null;
		},
	};
}

/** Requests that arrive in the window are never answered by the app; the gateway gives up after `timeoutMs`. */
export function hung(
	options: {readonly fromMs?: number; readonly toMs?: number; readonly timeoutMs?: number; readonly share?: number} = {},
): SyntheticFault {
	const {fromMs = faultFromMs, toMs = faultToMs, timeoutMs = 1000, share = 1} = options;
	return {
		fromMs,
		toMs,
		treat({arrivesMs, random}) {
			if (arrivesMs < fromMs || arrivesMs >= toMs || random() >= share) return null;
			return {
				status: 504,
				endMs: arrivesMs + timeoutMs + random(),
				cause: 'http_response_timeout',
				steps: [{step: 'received'}, {step: 'faulted', detail: 'hang'}],
			};
		},
	};
}

/** Requests due in the window get this answer, or a share of them does. */
export function treated(
	answer: (request: SyntheticRequest) => (Omit<SyntheticAnswer, 'endMs'> & {readonly endMs?: number}) | null,
): SyntheticFault {
	return {
		fromMs: faultFromMs,
		toMs: faultToMs,
		treat(request, {fromMs, toMs}) {
			const given = request.arrivesMs >= fromMs && request.arrivesMs < toMs ? answer(request) : null;
			return given === null ? null : {endMs: request.normalEndMs, ...given};
		},
	};
}

export function mark(name: MarkName, atMs: number, uncertaintyMs = 0): TimelineEvent {
	return {kind: 'mark', name, atMs, uncertaintyMs};
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d_2b_79_f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

export function buildPlan(changes: Partial<RunPlan> = {}): RunPlan {
	return {
		id: 'upstream-killed.nginx.default.1',
		scenario: 'upstream-killed',
		title: 'the only upstream is killed and restarted',
		file: 'scenarios/upstream-killed.ts',
		tags: ['core'],
		inner: [],
		gateway: {
			part: 'gateway',
			name: 'nginx',
			label: 'nginx',
			image: null,
			options: {
				connectTimeoutMs: 1000,
				readTimeoutMs: 1000,
				retries: 'off',
				upstreamKeepalive: 32,
				responseHeaderBytes: 4096,
				maxFails: 1,
				failTimeoutMs: 10_000,
				weights: {},
				backups: [],
				healthCheck: null,
				upstreamConnections: null,
				queue: null,
				resolver: null,
				hostHeader: null,
				errorCacheMs: null,
				clientConnections: null,
				staticFiles: false,
				tls: false,
				upstreamTls: {verify: true, sendName: true},
				upstreams: ['app1'],
			},
			config: {label: 'default', file: null, text: '', hash: 'abc', others: []},
			port: 8080,
			endpoints: ['app1', 'app2', 'app3'].map((name) => endpoint(name, 8080)),
			lacks: {},
			semantics: {
				connection_refused: {answers: [502]},
				http_response_timeout: {answers: [504]},
				http_response_incomplete: {answers: ['cut']},
			},
		},
		links: [],
		database: null,
		upstreams: ['app1', 'app2', 'app3'].map((name) => ({
			name,
			kind: 'node',
			protocol: 'http',
			abilities: [],
			listen: 'tcp',
			port: 8080,
			memoryBytes: null,
			restart: {policy: 'no', delayMs: 0, maxDelayMs: null, steps: 0, startLimit: null},
			onTerm: 'drain',
			data: null,
			pool: null,
			pm2: null,
			serviceMs: 1,
			idleTimeoutMs: 75_000,
			backlog: 511,
			receiveBufferBytes: null,
			workers: null,
			requestTimeoutMs: null,
			graceMs: null,
			tls: null,
			aliases: [],
		})),
		load: {
			ratePerSecond: 200,
			arrivals: 'uniform',
			postShare: 0.2,
			timeoutMs: {connect: 1000, firstByte: 3000, body: 3000},
			connections: 'reuse',
			preopen: 10,
			maxInFlight: 2000,
			path: '/',
			bodyBytes: 100,
			rateSteps: [],
			bodyFile: null,
			otherPath: null,
			retry: null,
			slowClients: null,
			leavingClients: null,
			tls: null,
			generators: 1,
			saturation: null,
		},
		capacityProbe: null,
		phases: {warmupMs: 500, baselineMs: 2000, faultMs: 3000, recoveryMs: 3000},
		fault: null,
		mode: 'as-written',
		expectations: [],
		sensitive: [],
		repeat: 1,
		seed: 1,
		repro: 'gatequake run upstream-killed --seed 1',
		...changes,
	};
}

export function healthyGenerator(count: number, changes: Partial<GeneratorHealth> = {}): GeneratorHealth {
	return {
		intended: count,
		sent: count,
		unsent: 0,
		latePercent: 0,
		lateP50Ms: 0.1,
		lateP99Ms: 0.3,
		lateMaxMs: 0.5,
		peakInFlight: 20,
		connectionsOpened: 20,
		cpuPercent: 10,
		gaps: [],
		reasons: [],
		verdict: 'valid',
		...changes,
	};
}

function emptySamples(count: number): SampleSet {
	const id = new Uint32Array(count);
	return {
		count,
		dueMs: new Float64Array(count),
		id,
		firstId: id,
		sentUs: new Int32Array(count),
		firstByteUs: new Int32Array(count),
		endUs: new Int32Array(count),
		status: new Uint16Array(count),
		outcome: new Uint8Array(count),
		flags: new Uint8Array(count),
		upstream: new Uint8Array(count),
	};
}

function record(samples: SampleSet, events: TimelineEvent[], request: SyntheticRequest, answer: SyntheticAnswer): void {
	const {id, post, dueMs, sentMs} = request;
	const {outcome = 'status', endMs, arrivesMs = request.arrivesMs, byApp = false, upstream = byApp ? 1 : 0, attempts = 1} = answer;
	const status = answer.status ?? 200;
	const usAfterDue = (atMs: number) => Math.round((atMs - dueMs) * 1000);
	samples.dueMs[id] = dueMs;
	samples.id[id] = id;
	samples.sentUs[id] = outcome === 'unsent' ? -1 : usAfterDue(sentMs);
	samples.firstByteUs[id] = status === 0 ? -1 : usAfterDue(endMs);
	samples.endUs[id] = usAfterDue(endMs);
	samples.status[id] = status;
	samples.outcome[id] = outcomes.indexOf(outcome);
	samples.flags[id] = (post ? sampleFlags.post : 0) | (byApp ? sampleFlags.answeredByApp : 0);
	samples.upstream[id] = upstream;

	const healthySteps: NonNullable<SyntheticAnswer['steps']> = [
		...Array.from({length: attempts}, () => ({step: 'received'}) as const),
		...(post ? [{step: 'committed'} as const] : []),
		{step: 'answered'},
	];
	for (const step of answer.steps ?? (byApp ? healthySteps : [])) {
		const key = step.step === 'committed' ? {key: `key-${id}`} : {};
		events.push({
			kind: 'journal',
			atMs: arrivesMs,
			uncertaintyMs: 0.1,
			part: `app${upstream === 0 ? 1 : upstream}`,
			requestId: id,
			...key,
			...step,
		});
	}

	const access = {kind: 'access', atMs: endMs, uncertaintyMs: 1, requestId: id, upstreamAddresses: ['10.0.0.2:8080'], worker: 7} as const;
	const durationMs = endMs - sentMs;
	for (const noted of answer.inner?.statuses ?? []) {
		events.push({...access, part: 'inner1', status: noted, upstreamStatuses: [answer.inner?.upstreamStatus ?? null], durationMs});
	}

	if (status > 0) {
		events.push({...access, status, upstreamStatuses: [answer.upstreamStatus ?? (byApp ? status : null)], durationMs});
	}

	const log = {
		kind: 'gateway-log',
		atMs: endMs,
		uncertaintyMs: 500,
		level: 'error',
		requestId: id,
		upstreamAddress: '10.0.0.2:8080',
	} as const;
	const rawOf = (cause: Cause) => `[error] 7#7: *1 ${cause} while talking to upstream, request: "GET /?gq=${id} HTTP/1.1"`;
	if (answer.inner?.cause !== undefined) {
		events.push({...log, part: 'inner1', raw: rawOf(answer.inner.cause), cause: answer.inner.cause});
	}

	if (answer.cause !== undefined && answer.cause !== null) {
		events.push({...log, raw: rawOf(answer.cause), cause: answer.cause});
	}
}

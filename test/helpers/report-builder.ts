// Reports made by hand for the tests of the renderings: a run that passed, one that failed, one that proved nothing.
import type {BaselineComparison} from '../../src/compare/compare-baseline.ts';
import {exitCodes} from '../../src/error.ts';
import type {WindowFacts} from '../../src/expectations/facts.ts';
import type {Report, RunChart, RunEvent, RunReport} from '../../src/report/report.ts';

const line =
	'2026/11/21 10:00:05 [error] 29#29: *17 connect() failed (111: Connection refused) while connecting to upstream, client: 172.20.0.4, server: , ' +
	'request: "GET /work?rid=401 HTTP/1.1", upstream: "http://172.20.0.3:8080/work?rid=401", host: "gateway"';

/** The only upstream died and came back: 502 for three seconds. */
export function passingRun(changes: Partial<RunReport> = {}): RunReport {
	return {
		id: 'upstream-killed.nginx.default.1',
		startedAt: '2026-11-21T10:00:00.000Z',
		scenario: 'upstream-killed',
		title: 'the only upstream is killed and restarted',
		file: 'scenarios/upstream-killed.ts',
		gateway: {name: 'nginx', label: 'nginx', version: '1.26.3', image: 'gatequake/nginx:4f1c2a', digest: 'sha256:4f1c2a9d0b'},
		config: {label: 'default', hash: '9b1e7c02', text: configText, others: []},
		parts: {app: {image: 'gatequake/app:77aa10', digest: 'sha256:77aa10f3e2', version: 'node 26.10.0'}},
		repeat: 1,
		mode: 'as-written',
		repro: 'npx gatequake run upstream-killed --gateway nginx --seed 7',
		verdict: 'pass',
		reasons: [],
		expectations: [
			{
				name: 'errors',
				verdict: 'pass',
				expected: '502 from the gateway for 99 % to 100 % of requests in the fault window',
				observed: '502 from the gateway for 100 % (604 of 604)',
				evidence: ['request 401 due 2010.0 ms: 502', 'request 402 due 2015.0 ms: 502', line],
			},
			{
				name: 'outage',
				verdict: 'pass',
				expected: 'one outage, its edges within 50 ms of the fault',
				observed: 'one outage, edges 2.1 ms and 3.4 ms away',
				evidence: ['outage 2009.6 ms to 5032.4 ms', 'port closed at 2007.5 ms (socket table)'],
			},
			{name: 'recovery', verdict: 'pass', expected: 'recovered within 1 s', observed: 'recovered 3.4 ms after the fault', evidence: []},
			{name: 'ledger', verdict: 'pass', expected: '0 lost, 0 duplicated', observed: '0 lost, 0 duplicated, 201 sent', evidence: []},
		],
		sensitivity: null,
		windows: {
			baseline: windowFacts({fromMs: 0, toMs: 2007.5, outcomes: {200: 401}, p50Ms: 1.1, p99Ms: 2.9, goodputPerSecond: 200}),
			fault: windowFacts({fromMs: 2007.5, toMs: 5030.2, outcomes: {502: 604}, p50Ms: 0.7, p99Ms: 1.6, goodputPerSecond: 0}),
			recovery: windowFacts({fromMs: 5030.2, toMs: 9000, outcomes: {200: 794}, p50Ms: 1.2, p99Ms: 4.8, goodputPerSecond: 199.8}),
		},
		fault: {
			kind: 'kill',
			describe: 'SIGKILL to app1, restarted after 3000 ms',
			options: {signal: 'SIGKILL', restartAfterMs: 3000, target: 'app1'},
			inject: {requestedMs: 2002.1, effectiveMs: 2007.5, uncertaintyMs: 0.6},
			clear: {requestedMs: 5002.3, effectiveMs: 5030.2, uncertaintyMs: 0.9},
			witness: {
				count: 604,
				unit: 'requests that met a closed port',
				evidence: ['app1 pid 17 exited 137 at 2007.5 ms', 'port 8080 closed at 2007.5 ms'],
			},
		},
		attribution: {gateway: 604, upstream: 0, unknown: 0},
		cause: {expected: 'connection_refused', observed: ['connection_refused'], lines: [line]},
		outages: [
			{
				fromMs: 2009.6,
				toMs: 5032.4,
				lengthMs: 3022.8,
				uncertaintyMs: 2.5,
				edges: {from: [2007.1, 2012.1], to: [5029.9, 5034.9]},
				failed: 604,
			},
		],
		recovery: {atMs: 5033.6, afterClearMs: 3.4, uncertaintyMs: 2.5},
		capacity: {beforePerSecond: 4120, afterPerSecond: 4087, latencyTrusted: true},
		saturation: null,
		ledger: {
			sent: 201,
			committed: 168,
			lost: 0,
			duplicated: 0,
			committedButFailed: 0,
			ids: {lost: [], duplicated: [], committedButFailed: []},
		},
		retries: {attemptsPerRequest: null},
		diagnosis: [
			{
				cause: 'connection_refused',
				confidence: 'certain',
				advice: 'The upstream has no listening socket. Look at why app1 ended, and give it a supervisor or a second instance.',
				evidence: [line],
			},
		],
		generator: {
			intended: 1799,
			sent: 1799,
			unsent: 0,
			latePercent: 0.1,
			lateP50Ms: 0.2,
			lateP99Ms: 1.4,
			lateMaxMs: 5.6,
			peakInFlight: 6,
			connectionsOpened: 12,
			cpuPercent: 11,
			gaps: [],
			reasons: [],
			verdict: 'valid',
		},
		chart: chartOf(9000, (atMs) => (atMs >= 2000 && atMs < 5000 ? {502: 20} : {200: 20})),
		events: killEvents,
		timings: {upMs: 1310, gatewayMs: 240, loadMs: 9012, collectMs: 210, downMs: 640},
		cleanup: {ok: true, left: []},
		retriesOfRun: 0,
		files: {
			timeline: 'upstream-killed.nginx.default.1/timeline.ndjson',
			samples: 'upstream-killed.nginx.default.1/samples.bin.gz',
			logs: ['upstream-killed.nginx.default.1/nginx-error.log', 'upstream-killed.nginx.default.1/nginx-access.log'],
		},
		...changes,
	};
}

/** Two upstreams hang: the wrong status, a long tail of client time-outs, duplicated POSTs, and no recovery. */
export function failingRun(changes: Partial<RunReport> = {}): RunReport {
	const passing = passingRun();
	return {
		...passing,
		id: 'slow-response.nginx.short-timeouts.1',
		scenario: 'slow-response',
		title: 'the first byte comes later than the gateway waits',
		file: 'scenarios/slow-response.ts',
		config: {label: 'short-timeouts', hash: 'aa01', text: configText.replace('proxy_read_timeout 3s', 'proxy_read_timeout 1s'), others: []},
		repro: 'npx gatequake run slow-response --gateway nginx --config short-timeouts=nginx.conf --seed 7',
		verdict: 'fail',
		reasons: ['errors: 504 was expected, and 502 came.', 'recovery: not seen within 4 s.'],
		expectations: [
			{
				name: 'errors',
				verdict: 'fail',
				expected: '504 from the gateway for 99 % to 100 % of requests in the fault window',
				observed: '502 from the gateway for 71.3 %, client time-outs for 20.1 %',
				evidence: [
					'request 401 due 2010.0 ms: 502 after 1002 ms',
					'</script><img src=x onerror=alert(1)> "quoted" & \u001B[31mred\u001B[0m',
					'request 403 due 2020.0 ms: 502 after 1003 ms',
					'request 404 due 2025.0 ms: 502 after 1003 ms',
					'request 405 due 2030.0 ms: timeout-first-byte',
				],
			},
			{name: 'recovery', verdict: 'fail', expected: 'recovered within 1 s', observed: 'not recovered within 4 s', evidence: []},
			{name: 'ledger', verdict: 'pass', expected: '0 lost', observed: '0 lost, 3 duplicated', evidence: []},
			{name: 'cause', verdict: 'inconclusive', expected: 'connection_read_timeout', observed: 'the log could not be read', evidence: []},
		],
		windows: {
			baseline: windowFacts({fromMs: 0, toMs: 2010, outcomes: {200: 402}, p50Ms: 1.1, p99Ms: 2.9, goodputPerSecond: 200}),
			fault: windowFacts({
				fromMs: 2010,
				toMs: 5010,
				outcomes: {200: 40, 502: 428, 'timeout-first-byte': 120, cut: 10, unsent: 2},
				p50Ms: 1002,
				p99Ms: 1990,
				goodputPerSecond: 13.3,
			}),
			recovery: windowFacts({
				fromMs: 5010,
				toMs: 9000,
				outcomes: {200: 640, 502: 120, reset: 38},
				p50Ms: 41,
				p99Ms: 1500,
				goodputPerSecond: 160,
			}),
		},
		fault: {
			kind: 'slow',
			describe: 'first byte after 3000 ms on app1',
			options: {firstByteMs: 3000},
			inject: {requestedMs: 2002, effectiveMs: 2010, uncertaintyMs: 1},
			clear: {requestedMs: 5002, effectiveMs: 5010, uncertaintyMs: 1},
			witness: {count: 590, unit: 'requests delayed by app1', evidence: ['app1 journal: 590 × faulted slow']},
		},
		attribution: {gateway: 428, upstream: 0, unknown: 132},
		cause: {expected: 'connection_read_timeout', observed: ['connection_terminated'], lines: ['</script><img src=x onerror=alert(1)>']},
		outages: [
			{fromMs: 2012, toMs: 4100, lengthMs: 2088, uncertaintyMs: 2.5, edges: {from: [2010, 2015], to: [4097, 4102]}, failed: 410},
			{fromMs: 4600, toMs: 9000, lengthMs: 4400, uncertaintyMs: 2.5, edges: {from: [4598, 4603], to: null}, failed: 308},
		],
		recovery: {notWithinMs: 3990},
		capacity: null,
		saturation: null,
		ledger: {
			sent: 201,
			committed: 190,
			lost: 0,
			duplicated: 3,
			committedButFailed: 17,
			ids: {lost: [], duplicated: [412, 433, 460], committedButFailed: [401, 402, 403, 404]},
		},
		retries: {attemptsPerRequest: 1.42},
		diagnosis: [
			{
				cause: 'connection_terminated',
				confidence: 'likely',
				advice: 'The app closed the connection before the gateway gave up. Raise the app’s own time-out above proxy_read_timeout.',
				evidence: ['upstream prematurely closed connection while reading response header from upstream'],
			},
			{cause: 'worker pool exhausted', confidence: 'possible', advice: 'Count busy workers in app1 during the fault.', evidence: []},
		],
		chart: chartOf(9000, slowOutcomes, (atMs) => (atMs >= 2000 && atMs < 6500 ? 1000 : 1)),
		...changes,
	};
}

/** The fault met no traffic, so the run proved nothing; and its cleanup left a container. */
export function inconclusiveRun(changes: Partial<RunReport> = {}): RunReport {
	return passingRun({
		id: 'reset-before-headers.nginx.default.1',
		scenario: 'reset-before-headers',
		title: 'the upstream resets the connection before its headers',
		file: 'scenarios/reset-before-headers.ts',
		repro: 'npx gatequake run reset-before-headers --gateway nginx --seed 7',
		verdict: 'inconclusive',
		reasons: ['The fault met no traffic: 0 requests reset by app1.'],
		expectations: [
			{name: 'errors', verdict: 'inconclusive', expected: '502 for every request', observed: 'the fault met nothing', evidence: []},
		],
		windows: {
			baseline: windowFacts({fromMs: 0, toMs: 2000, outcomes: {200: 400}, p50Ms: 1, p99Ms: 3, goodputPerSecond: 200}),
			fault: null,
			recovery: null,
		},
		fault: {
			kind: 'reset',
			describe: 'RST after the request on app1',
			options: {},
			inject: null,
			clear: null,
			witness: {count: 0, unit: 'requests reset by app1', evidence: []},
		},
		attribution: {gateway: 0, upstream: 0, unknown: 0},
		cause: {expected: 'connection_terminated', observed: [], lines: []},
		outages: [],
		recovery: null,
		capacity: null,
		saturation: null,
		diagnosis: [],
		chart: chartOf(2000, () => ({200: 20})),
		events: [],
		cleanup: {ok: false, left: ['container gq-4c1-app1']},
		retriesOfRun: 2,
		...changes,
	});
}

export function buildReport(runs: readonly RunReport[], changes: Partial<Report> = {}): Report {
	const count = (verdict: RunReport['verdict']): number => runs.filter((run) => run.verdict === verdict).length;
	const counts = {pass: count('pass'), fail: count('fail'), inconclusive: count('inconclusive')};
	const verdict = counts.fail > 0 ? 'fail' : counts.inconclusive > 0 ? 'inconclusive' : 'pass';
	return {
		schemaVersion: 1,
		tool: {name: 'gatequake', version: '0.1.0'},
		startedAt: '2026-11-21T10:00:00.000Z',
		durationMs: 12_400 * runs.length,
		host: {kernel: 'Linux 6.12.48', cpus: 2, memoryBytes: 8_589_934_592, engine: 'Docker 20.10.24 (API 1.41)', cgroup: 'v1'},
		command: 'gatequake run --gateway nginx',
		seed: 7,
		interrupted: false,
		errors: [],
		verdict,
		exitCode: exitCodes[verdict],
		counts,
		plan: buildPlan(runs),
		shard: null,
		baseline: null,
		skipped: [],
		runs,
		...changes,
	};
}

function windowFacts(facts: Pick<WindowFacts, 'fromMs' | 'toMs' | 'outcomes' | 'p50Ms' | 'p99Ms' | 'goodputPerSecond'>): WindowFacts {
	const intended = Object.values(facts.outcomes).reduce((sum, count) => sum + count, 0);
	const unsent = facts.outcomes['unsent'] ?? 0;
	return {...facts, intended, unsent, sent: intended - unsent, good: facts.outcomes['200'] ?? 0, retries: 0};
}

/** Latencies wander a little around `latency`, the same in every test run. */
export function chartOf(
	lengthMs: number,
	outcomesAt: (atMs: number) => Record<string, number>,
	latency: (atMs: number) => number = () => 1,
): RunChart {
	const bucketMs = 100;
	const buckets = lengthMs / bucketMs;
	const column = <T>(at: (atMs: number, index: number) => T): readonly T[] =>
		Array.from({length: buckets}, (_, index) => at(index * bucketMs, index));
	const all = column(outcomesAt);
	const names = [...new Set(all.flatMap((outcomes) => Object.keys(outcomes)))];
	const good = all.map((outcomes) => outcomes['200'] ?? 0);
	const slow = column((atMs, index) => latency(atMs) * (1 + ((index * 37) % 11) / 20));
	const times = (factor: (index: number) => number): readonly number[] =>
		slow.map((ms, index) => Math.round(ms * factor(index) * 1000) / 1000);
	return {
		fromMs: 0,
		toMs: lengthMs,
		bucketMs,
		buckets,
		outcomes: Object.fromEntries(names.map((name) => [name, all.map((outcomes) => outcomes[name] ?? 0)])),
		p50Ms: times(() => 1),
		p99Ms: times((index) => 2 + ((index * 13) % 7) / 4),
		maxMs: times((index) => 4 + ((index * 17) % 5)),
		completed: good,
		upstreams: {app1: {arrived: good, answered: good}},
	};
}

const configText = `worker_processes 1;
events { worker_connections 4096; }
http {
	upstream apps { server app1:8080; keepalive 32; }
	server {
		listen 8080;
		location / { proxy_pass http://apps; proxy_read_timeout 3s; }
	}
}
`;

const killEvents: readonly RunEvent[] = [
	runEvent('process', 'app1', 2007, 'signalled, pid 17, SIGKILL'),
	runEvent('process', 'app1', 2007.5, 'port closed'),
	{...runEvent('log', 'gateway', 2009.6, line), toMs: 5029, count: 604},
	runEvent('process', 'app1', 5030.2, 'port open'),
];

function runEvent(kind: RunEvent['kind'], part: string, atMs: number, text: string): RunEvent {
	return {kind, part, atMs, toMs: atMs, uncertaintyMs: 0.5, count: 1, text};
}

function slowOutcomes(atMs: number): Record<string, number> {
	const step = atMs / 100;
	if (atMs < 2000) {
		return {200: 20};
	}

	if (atMs < 5000) {
		const timeouts = 2 + (step % 5);
		const cut = step % 3 === 0 ? 1 : 0;
		const ok = step > 40 && step < 46 ? 18 - timeouts : step % 4;
		return {200: ok, 502: 20 - timeouts - cut - ok, 'timeout-first-byte': timeouts, cut, ...(step === 33 ? {unsent: 2} : {})};
	}

	const failing = Math.max(0, 9 - Math.floor((step - 50) / 5));
	return {200: 20 - failing - (step % 7 === 0 ? 1 : 0), 502: failing, reset: step % 7 === 0 ? 1 : 0};
}

/** A baseline in which nothing changed, but for the changes. */
export function buildBaseline(changes: Partial<BaselineComparison> = {}): BaselineComparison {
	return {
		source: 'reports/main/report.json',
		startedAt: '2026-11-20T10:00:00.000Z',
		toolVersion: '0.1.0',
		limits: {outageMs: 250},
		warnings: [],
		new: [],
		gone: [],
		changed: [],
		same: 1,
		...changes,
	};
}

/** The plan of those runs, in their order. */
export function buildPlan(runs: readonly RunReport[], hash = '5d0f6a2c9be1'): Report['plan'] {
	return {
		hash,
		runs: runs.map(({id}) => id),
		gateways: [...new Set(runs.map(({gateway}) => gateway.label))],
		configs: [...new Set(runs.map(({config}) => config.label))],
	};
}

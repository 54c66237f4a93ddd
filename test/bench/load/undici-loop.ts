// An open loop on undici's dispatch, with the generator's own schedule and metronome: what is left between the two is the HTTP client.
// It keeps no samples and checks no bodies, which is to its advantage.
import {Pool, type Dispatcher} from 'undici';
import {Lateness} from '../../../src/load/lateness.ts';
import {Metronome} from '../../../src/load/metronome.ts';
import {monoNowMs} from '../../../src/load/mono-clock.ts';
import {SharedSchedule} from '../../../src/load/shared-schedule.ts';
import {anOrder} from '../../helpers/load-order.ts';

interface Options {
	readonly host: string;
	readonly port: number;
	readonly ratePerSecond: number;
	readonly durationMs: number;
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- pace.ts is the only caller.
const {host, port, ratePerSecond, durationMs} = JSON.parse(process.argv[2] ?? '{}') as Options;
const pool = new Pool(`http://${host}:${port}`, {connections: null, pipelining: 1});
const {dueMs: schedule} = new SharedSchedule(anOrder({ratePerSecond}, {maxDurationMs: durationMs}));
const intended = schedule.findIndex((dueMs) => dueMs === Number.POSITIVE_INFINITY);
const lateness = new Lateness();
let inFlight = 0;
let failed = 0;
let next = 0;

const handler: Dispatcher.DispatchHandler = {
	onRequestStart: () => {},
	onResponseStart: () => {},
	onResponseData: () => {},
	onResponseEnd: () => void inFlight--,
	onResponseError: () => {
		inFlight--;
		failed++;
	},
};
const t0Ms = monoNowMs() + 150;
const cpuAtStart = process.cpuUsage();
const finished = Promise.withResolvers<void>();

function tick(): void {
	for (const nowMs = monoNowMs() - t0Ms; next < intended && (schedule[next] ?? 0) <= nowMs; next++) {
		lateness.add(monoNowMs() - t0Ms - (schedule[next] ?? 0));
		inFlight++;
		pool.dispatch({path: `/?gq=${next}`, method: 'GET', headers: {'x-gatequake-id': String(next)}}, handler);
	}
	if (next === intended && inFlight === 0) finished.resolve();
}

const metronome = new Metronome(schedule, t0Ms, tick);
const housekeeping = setInterval(tick, 10);
await finished.promise;
const cpu = process.cpuUsage(cpuAtStart);
clearInterval(housekeeping);
metronome.stop();
await pool.close();
process.stdout.write(
	JSON.stringify({
		intended,
		latePercent: lateness.latePercent,
		lateP50Ms: lateness.quantileMs(0.5),
		lateP99Ms: lateness.quantileMs(0.99),
		unsent: failed,
		cpuPercent: (cpu.user + cpu.system) / 10 / durationMs,
		residentBytes: process.memoryUsage.rss(),
	}),
);

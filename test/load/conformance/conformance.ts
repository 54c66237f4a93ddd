// What any load driver must get right to be trusted with a failing gateway. Each case runs a driver against a server that misbehaves, and
// holds the driver's counts against the server's own. A miss is a sentence that begins with a stable code.
import {startMisbehavingServer, type MisbehavingServer, type Treatment} from '../../helpers/misbehaving-server.ts';
import type {Outcome} from '../../../src/timeline/sample.ts';

export interface DriverUnderTest {
	readonly name: string;
	/** Sends at a constant rate for the duration, waits for what is in flight, and reports. */
	run(load: DriverLoad): Promise<DriverReport>;
}

export interface DriverLoad {
	readonly port: number;
	readonly ratePerSecond: number;
	readonly durationMs: number;
	readonly timeoutMs: number;
	/** Called when the load begins, with performance.now() of that instant. */
	readonly onStart: (atMs: number) => void;
}

export interface DriverReport {
	readonly sent: number;
	readonly outcomes: Readonly<Partial<Record<Outcome | 'error', number>>>;
	/** How late its latest send was, by its own account: the driver is not blamed for the machine where it says so. */
	readonly lateMaxMs: number;
	/** Requests that it says it could not send. */
	readonly unsent: number;
}

export interface ConformanceCase {
	readonly name: string;
	run(driver: DriverUnderTest): Promise<string[]>;
}

export const conformanceCases: readonly ConformanceCase[] = [
	{name: 'a server that stalls for 3 s at 500 requests per second', run: stall},
	{name: 'faulty answers at 200 requests per second', run: async (driver) => await faultyAnswers(driver, 200)},
	{name: 'faulty answers at 2000 requests per second', run: async (driver) => await faultyAnswers(driver, 2000)},
	{name: 'a port that closes and opens again', run: closingPort},
];

async function stall(driver: DriverUnderTest): Promise<string[]> {
	const load = {ratePerSecond: 500, durationMs: 4500, timeoutMs: 2000};
	const [stallFromMs, stallMs] = [700, 3000];
	await using server = await startMisbehavingServer();
	let [fromMs, toMs] = [0, 0];
	const onStart = (atMs: number) => {
		setTimeout(
			() => {
				fromMs = performance.now();
				server.stall(stallMs, () => {
					toMs = performance.now();
				});
			},
			atMs + stallFromMs - performance.now(),
		);
	};
	const report = await driver.run({...load, port: server.port, onStart});
	const arrived = server.requests.filter(({atMs}) => atMs >= fromMs && atMs < toMs).length;
	const due = ((toMs - fromMs) * load.ratePerSecond) / 1000;
	const slack = 2 + (load.ratePerSecond * report.lateMaxMs) / 1000 + report.unsent;
	const misses = compare('stall.sends', 'requests in the stall', arrived, due, slack);
	// Who was sent in the first second of the stall waits for more than 2 s.
	const late = Math.max(0, toMs - fromMs - load.timeoutMs) * (load.ratePerSecond / 1000);
	const share = (100 * (report.outcomes['timeout-first-byte'] ?? 0)) / Math.max(1, report.sent);
	const truth = (100 * late) / ((load.ratePerSecond * load.durationMs) / 1000);
	return [...misses, ...compare('stall.timeouts', 'per cent timed out', share, truth, 0.3 + (100 * slack) / report.sent)];
}

/** One in eight of the requests gets each of these; the rest is answered. */
const faults = ['reset', 'close', 'cut-fin', 'cut-rst', 'short', 'changed', 'late'] as const satisfies readonly Treatment[];

async function faultyAnswers(driver: DriverUnderTest, ratePerSecond: number): Promise<string[]> {
	await using server = await startMisbehavingServer({lateMs: 400});
	let arrived = 0;
	// By order of arrival, because not every driver numbers its requests.
	server.treat = () => faults[arrived++ % (faults.length + 1)] ?? 'answer';
	const report = await driver.run({port: server.port, ratePerSecond, durationMs: 2000, timeoutMs: 5000, onStart: () => {}});
	const truth = (...treatments: readonly Treatment[]) =>
		treatments.reduce((total, treatment) => total + (server.counts[treatment] ?? 0), 0);
	const counted = (outcome: Outcome) => report.outcomes[outcome] ?? 0;
	return [
		...compare('faults.rate', 'requests', server.requests.length, (ratePerSecond * 2000) / 1000, 1 + report.unsent),
		...compare('faults.sent', 'requests counted as sent', report.sent, server.requests.length, 0),
		...compare('faults.reset', 'resets', counted('reset'), truth('reset'), 0),
		...compare('faults.closed', 'closes', counted('empty-reply'), truth('close'), 0),
		...compare('faults.cut', 'cuts', counted('cut'), truth('cut-fin', 'cut-rst'), 0),
		...compare('faults.altered', 'alterations', counted('altered'), truth('short', 'changed'), 0),
		...compare('faults.good', 'good answers', counted('status'), truth('answer', 'late'), 0),
	];
}

async function closingPort(driver: DriverUnderTest): Promise<string[]> {
	const load = {ratePerSecond: 200, durationMs: 3000, timeoutMs: 2000};
	await using server = await startMisbehavingServer();
	let closed = Promise.resolve([0, 0] as readonly [number, number]);
	const onStart = (atMs: number) => {
		closed = closePortFor(server, atMs + 1000 - performance.now(), 1000);
	};
	const report = await driver.run({...load, port: server.port, onStart});
	const [fromMs, toMs] = await closed;
	const due = ((toMs - fromMs) * load.ratePerSecond) / 1000;
	const slack = 4 + (load.ratePerSecond * report.lateMaxMs) / 1000 + report.unsent;
	const refused = report.outcomes.refused ?? 0;
	const good = report.outcomes.status ?? 0;
	return [
		...compare('port.refused', 'refusals', refused, due, slack),
		...compare('port.good', 'good answers', good, server.requests.length, slack),
		...compare('port.sent', 'requests counted as sent', report.sent, (load.ratePerSecond * load.durationMs) / 1000, slack),
	];
}

async function closePortFor(server: MisbehavingServer, afterMs: number, durationMs: number): Promise<readonly [number, number]> {
	await pause(afterMs);
	const fromMs = performance.now();
	await server.closePort();
	await pause(durationMs);
	await server.reopen();
	return [fromMs, performance.now()];
}

/** The length of a fault that the test itself makes; nothing is waited for. */
async function pause(durationMs: number): Promise<void> {
	const {promise, resolve} = Promise.withResolvers<void>();
	setTimeout(resolve, durationMs);
	await promise;
}

function compare(code: string, what: string, counted: number, truth: number, slack: number): string[] {
	if (Math.abs(counted - truth) <= slack) return [];
	return [`${code}: ${what}: ${format(counted)} by the driver, ${format(truth)} by the server (± ${format(slack)})`];
}

function format(value: number): string {
	return String(Math.round(value * 100) / 100);
}

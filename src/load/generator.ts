// The program in the load generator's container: takes commands from standard input, runs the open loop in a worker thread, and streams
// frames to standard output (see load.ts). It ends when its standard input ends, so it does not outlive the harness.
import {lookup} from 'node:dns/promises';
import {createInterface} from 'node:readline';
import {Worker} from 'node:worker_threads';
import {probeCapacity} from './capacity.ts';
import {checkOrder} from './check-order.ts';
import {encodeFrame} from './frames.ts';
import {frameTypes, type GeneratorCommand, type GeneratorMessage, type GeneratorReplyData, type OpenLoopOrder} from './load.ts';
import {readMachineLimits} from './machine-limits.ts';
import {monoNowMs} from './mono-clock.ts';
import {openLoopWorkerUrl, type OpenLoopWorkerData, type OpenLoopWorkerMessage, type StopOpenLoop} from './open-loop-worker.ts';
import {OrderError} from './order-error.ts';
import {makeSchedule, shareOfSchedule, wholeShare} from './schedule.ts';
import type {GeneratorHealth} from '../timeline/sample.ts';

/** The open loop that runs now; null before the first and after the last. */
let running: RunningOpenLoop | null = null;

function listenForCommands(): void {
	send({type: 'hello', ...instants()});
	const lines = createInterface({input: process.stdin});
	lines.on('line', (line) => {
		if (line !== '') void answer(line);
	});
	lines.on('close', () => process.exit(0));
	process.on('SIGTERM', () => process.exit(0));
	// The reader is gone: nobody is left to work for.
	process.stdout.on('error', () => process.exit(0));
}

async function answer(line: string): Promise<void> {
	let seq = 0;
	try {
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- both ends of this pipe are ours, of one version.
		const command = JSON.parse(line) as GeneratorCommand;
		({seq} = command);
		const data = await carryOut(command);
		send({type: 'reply', seq, ok: true, ...instants(), data});
	} catch (error) {
		send({
			type: 'reply',
			seq,
			ok: false,
			...instants(),
			error: error instanceof Error ? error.message : String(error),
			code: codeOf(error),
		});
	}
}

// oxlint-disable-next-line typescript/consistent-return -- the switch is exhaustive, which the type checker proves.
async function carryOut(command: GeneratorCommand): Promise<GeneratorReplyData> {
	switch (command.command) {
		case 'clock': {
			return {};
		}
		case 'open-loop': {
			if (running !== null) throw new OrderError('LOAD_BUSY', 'expected no open loop to be running, and one is; stop it first');
			return await openLoop(command.order);
		}
		case 'stop': {
			if (running === null) throw new OrderError('LOAD_IDLE', 'expected an open loop to be running, and none is');
			const health = await running.stop(command.atMonoMs);
			running = null;
			return {health};
		}
		case 'capacity': {
			if (running !== null) throw new OrderError('LOAD_BUSY', 'expected no open loop to be running while capacity is probed');
			return {capacity: await probeCapacity({...command, host: await resolveHost(command.host)})};
		}
	}
}

async function openLoop(order: OpenLoopOrder): Promise<GeneratorReplyData> {
	checkOrder(order, readMachineLimits());
	const address = await resolveHost(order.host);
	const whole = makeSchedule(order);
	const schedule = shareOfSchedule(whole, order.extras?.share ?? wholeShare);
	const started = new RunningOpenLoop({thread: 'open-loop', order, address, schedule, requestsInAll: whole.length});
	running = started;
	const t0MonoMs = await started.t0MonoMs;
	return {t0MonoMs, address};
}

class RunningOpenLoop {
	readonly t0MonoMs: Promise<number>;
	readonly #health: Promise<GeneratorHealth>;
	readonly #worker: Worker;

	constructor(data: OpenLoopWorkerData) {
		const started = Promise.withResolvers<number>();
		const drained = Promise.withResolvers<GeneratorHealth>();
		this.t0MonoMs = started.promise;
		this.#health = drained.promise;
		this.#worker = new Worker(openLoopWorkerUrl, {workerData: data});
		this.#worker.on('message', (message: OpenLoopWorkerMessage) => {
			if (message.type === 'rows') process.stdout.write(encodeFrame(frameTypes.samples, message.rows));
			else if (message.type === 'started') started.resolve(message.t0MonoMs);
			else drained.resolve(message.health);
		});
		// Without its worker the generator is of no use; the harness sees the end of the stream and the last lines of standard error.
		this.#worker.on('error', (error) => {
			process.stderr.write(`the open loop failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
			process.exit(1);
		});
	}

	async stop(atMonoMs: number | null): Promise<GeneratorHealth> {
		const message: StopOpenLoop = {stopAtMonoMs: atMonoMs};
		this.#worker.postMessage(message, []);
		return await this.#health;
	}
}

const resolveWithinMs = 5000;

async function resolveHost(host: string): Promise<string> {
	const tooLate = Promise.withResolvers<never>();
	const timer = setTimeout(() => {
		tooLate.reject(new OrderError('LOAD_TARGET', `expected the name ${host} to resolve within ${resolveWithinMs} ms, and it did not`));
	}, resolveWithinMs);
	try {
		const found = await Promise.race([lookup(host, {order: 'ipv4first'}), tooLate.promise]);
		return found.address;
	} catch (error) {
		if (error instanceof OrderError) throw error;
		throw new OrderError('LOAD_TARGET', `expected a target that resolves, and ${JSON.stringify(host)} does not (${codeOf(error)})`);
	} finally {
		clearTimeout(timer);
	}
}

function send(message: GeneratorMessage): void {
	process.stdout.write(encodeFrame(frameTypes.message, Buffer.from(JSON.stringify(message))));
}

function instants(): {readonly monoMs: number; readonly wallMs: number} {
	return {monoMs: monoNowMs(), wallMs: performance.timeOrigin + performance.now()};
}

function codeOf(error: unknown): string {
	return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'LOAD_INTERNAL';
}

listenForCommands();

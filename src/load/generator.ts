// The program in the load generator's container: takes commands from standard input, runs the open loop in a worker thread, and streams
// frames to standard output (see load.ts). It ends when its standard input ends, so it does not outlive the harness.
import {lookup} from 'node:dns/promises';
import {createInterface} from 'node:readline';
import {probeCapacity} from './capacity.ts';
import {ClosedLoop} from './closed-loop.ts';
import {checkOrder} from './check-order.ts';
import {encodeFrame} from './frames.ts';
import {frameTypes, type GeneratorCommand, type GeneratorMessage, type GeneratorReplyData, type OpenLoopOrder} from './load.ts';
import {readMachineLimits} from './machine-limits.ts';
import {monoNowMs} from './mono-clock.ts';
import {OrderError} from './order-error.ts';
import {reachTarget} from './reach-target.ts';
import {RunningOpenLoop} from './running-open-loop.ts';

/** The open loop that runs now; null before the first and after the last. */
let running: RunningOpenLoop | null = null;
/** The closed loop that runs now. */
let saturating: ClosedLoop | null = null;
/** Set while a load runs that must end when nobody asks for it any more. */
let silence: NodeJS.Timeout | null = null;

function listenForCommands(): void {
	send({type: 'hello', ...instants()});
	const lines = createInterface({input: process.stdin});
	lines.on('line', (line) => {
		silence?.refresh();
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
		case 'reach': {
			return {reached: await reachTarget(command.order)};
		}
		case 'prepare': {
			idle('when one is started');
			return await prepare(command.order);
		}
		case 'start': {
			return {t0MonoMs: await theOpenLoop().start(command.atMonoMs)};
		}
		case 'windows': {
			await theOpenLoop().enterWindows(command.starts);
			return {};
		}
		case 'stop': {
			if (silence !== null) clearTimeout(silence);
			silence = null;
			const health = await theOpenLoop().stop(command.atMonoMs);
			running = null;
			return {health};
		}
		case 'capacity': {
			idle('while capacity is probed');
			return {capacity: await probeCapacity({...command, host: await resolveHost(command.host)}, command.durationMs)};
		}
		case 'saturate': {
			idle('beside a closed loop');
			saturating = await ClosedLoop.start({...command, host: await resolveHost(command.host)}, command.mostMs);
			return {};
		}
		case 'desaturate': {
			if (saturating === null) throw new OrderError('LOAD_IDLE', 'expected a closed loop to be running, and none is');
			const saturation = await saturating.stop();
			saturating = null;
			return {saturation};
		}
	}
}

/** One instrument at a time: two would measure each other. */
function idle(when: string): void {
	if (running !== null || saturating !== null) throw new OrderError('LOAD_BUSY', `expected no other load to be running ${when}`);
}

function theOpenLoop(): RunningOpenLoop {
	if (running === null) throw new OrderError('LOAD_IDLE', 'expected an open loop to be running, and none is');
	return running;
}

async function prepare(order: OpenLoopOrder): Promise<GeneratorReplyData> {
	checkOrder(order, readMachineLimits());
	const address = await resolveHost(order.host);
	running = new RunningOpenLoop(order, address, {
		onRows: (rows) => process.stdout.write(encodeFrame(frameTypes.samples, rows)),
		// Without its worker the generator is of no use; the harness sees the end of the stream and the last lines of standard error.
		onError: (error) => {
			process.stderr.write(`the open loop failed: ${error.stack ?? error.message}\n`);
			process.exit(1);
		},
	});
	await running.prepared;
	if (order.silentForMs !== undefined) silence = setTimeout(endForSilence, order.silentForMs, order.silentForMs);
	return {address};
}

/** An engine that died leaves its containers, with their input open. */
function endForSilence(silentForMs: number): void {
	process.stderr.write(`no command came for ${silentForMs} ms: the load ends here\n`);
	process.exit(1);
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

// Worker thread that runs one open loop. Sockets have this event loop to themselves: standard output and commands are the main thread's.
import {parentPort, workerData, type MessagePort} from 'node:worker_threads';
import {Metronome} from './metronome.ts';
import {monoNowMs} from './mono-clock.ts';
import {OpenLoop} from './open-loop.ts';
import type {GeneratorHealth} from '../timeline/sample.ts';
import type {OpenLoopOrder} from './load.ts';

/** This file as the entry of a thread; by its own address, so that it is found as TypeScript and as built JavaScript. */
export const openLoopWorkerUrl = new URL(import.meta.url);

export interface OpenLoopWorkerData {
	readonly thread: 'open-loop';
	readonly order: OpenLoopOrder;
	readonly address: string;
	/** Of this generator alone. */
	readonly schedule: Float64Array<SharedArrayBuffer>;
}

export type OpenLoopWorkerMessage =
	/** The connections that are wanted before the start are open, or have failed. */
	| {readonly type: 'prepared'}
	| {readonly type: 'started'; readonly t0MonoMs: number}
	| {readonly type: 'rows'; readonly rows: Uint8Array<ArrayBuffer>}
	| {readonly type: 'drained'; readonly health: GeneratorHealth};

export type OpenLoopWorkerOrder =
	| {readonly type: 'start'; readonly atMonoMs: number | null}
	/** Due times to come have changed. */
	| {readonly type: 'rescheduled'}
	/** Nothing that is due later than this is to be sent. */
	| {readonly type: 'stop'; readonly atMonoMs: number | null};

const usualHousekeepingMs = 10;
/** Retries are not in the metronome's schedule: they leave with the housekeeping. */
const retryHousekeepingMs = 2;
const flushEveryMs = 100;
const preopenWithinMs = 2000;
/** From the start to request 0: time for the metronome to be up. */
const leadMs = 150;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- told from the data of other threads by its word.
const given = workerData as OpenLoopWorkerData | {readonly thread?: undefined} | null;
if (given?.thread === 'open-loop' && parentPort !== null) runOpenLoop(given, parentPort);

function runOpenLoop(data: OpenLoopWorkerData, port: MessagePort): void {
	const {order, address, schedule} = data;
	const post = (message: OpenLoopWorkerMessage, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);
	const loop = new OpenLoop({order, address, schedule, onRows: (rows) => post({type: 'rows', rows}, [rows.buffer])});
	let metronome: Metronome | null = null;
	let flushedAtMs = 0;

	const start = (atMonoMs: number | null) => {
		const t0MonoMs = Math.max(monoNowMs() + leadMs, atMonoMs ?? 0);
		metronome = new Metronome(schedule, t0MonoMs, () => loop.tick());
		loop.start(t0MonoMs);
		post({type: 'started', t0MonoMs});
	};

	const housekeepingMs = order.load.retry === null ? usualHousekeepingMs : retryHousekeepingMs;
	const preopenUntilMs = monoNowMs() + preopenWithinMs;
	let prepared = false;
	loop.preopen();
	const housekeeping = setInterval(() => {
		if (metronome === null) {
			if (!prepared && (loop.preopened || monoNowMs() >= preopenUntilMs)) {
				prepared = true;
				post({type: 'prepared'});
			}
			return;
		}
		loop.tick();
		if (loop.drained) {
			clearInterval(housekeeping);
			metronome.stop();
			post({type: 'drained', health: loop.finish()});
			port.close();
		} else if (monoNowMs() - flushedAtMs >= flushEveryMs - housekeepingMs) {
			flushedAtMs = monoNowMs();
			loop.flush();
		}
	}, housekeepingMs);

	port.on('message', (message: OpenLoopWorkerOrder) => {
		if (message.type === 'start') start(message.atMonoMs);
		else if (message.type === 'stop') loop.stop(message.atMonoMs);
		else metronome?.rescheduled();
	});
}

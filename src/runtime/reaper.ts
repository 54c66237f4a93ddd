// A program, not a module: `node reaper.ts RUN_ID`. It outlives the run that started it, in a session of its own. Its standard input is
// a pipe from the run; when that ends without a goodbye the run is dead, and the reaper takes back its faults and removes what carries
// its label, again and again until five seconds are quiet: the engine finishes what was asked of it before the death.
import {createInterface} from 'node:readline';
import {setTimeout as sleep} from 'node:timers/promises';
import type Docker from 'dockerode';
import {carryOutUndo} from './carry-out-undo.ts';
import {connectEngine} from './engine.ts';
import type {ReaperAnswer, ReaperOrder} from './reaper-message.ts';
import {findLeftovers, removable, removeLeftovers} from './run-leftovers.ts';
import type {Undo} from './runtime.ts';

const quietMs = 5000;
const roundMs = 250;
/** An engine that does not answer for so long keeps its leftovers for the next sweep. */
const totalMs = 120_000;

const [runId] = process.argv.slice(2);
if (runId === undefined) throw new TypeError('expected the run id as the only argument');

// Whoever ends the run (a closed terminal, a CI runner) often signals all its processes: this one has its work still before it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
// After the run's death nobody reads the answers.
process.stdout.on('error', () => {});

const undos = new Map<number, Undo>();
answer(0);
if (!(await saidGoodbye())) await cleanUp(runId);
process.exit(0);

/** Listens until the goodbye (true) or the end of the pipe (false). */
async function saidGoodbye(): Promise<boolean> {
	process.stdin.on('error', () => {});
	for await (const line of createInterface({input: process.stdin})) {
		const message = parseOrder(line);
		if (message === null) continue;
		if (message.order === 'goodbye') return true;
		if (message.order === 'add') undos.set(message.seq, message.undo);
		else undos.delete(message.of);
		answer(message.seq);
	}
	return false;
}

/** A run that was killed in the middle of a line leaves half a line. */
function parseOrder(line: string): ReaperOrder | null {
	try {
		// Written by reaper-link.ts and by nothing else.
		const order: ReaperOrder = JSON.parse(line);
		return order;
	} catch {
		return null;
	}
}

function answer(done: number): void {
	process.stdout.write(`${JSON.stringify({done} satisfies ReaperAnswer)}\n`);
}

async function cleanUp(run: string): Promise<void> {
	const endsAt = performance.now() + totalMs;
	const docker = await connect(endsAt);
	if (docker === null) return;
	await takeBackFaults(docker);
	let busyAt = performance.now();
	while (performance.now() < Math.min(busyAt + quietMs, endsAt)) {
		if (await removeSome(docker, run)) busyAt = performance.now();
		await sleep(roundMs);
	}
	// Once more: a fault that the engine was still working on when the run died has taken effect by now.
	await takeBackFaults(docker);
}

async function connect(endsAt: number): Promise<Docker | null> {
	while (performance.now() < endsAt) {
		try {
			return (await connectEngine()).docker;
		} catch {
			await sleep(1000);
		}
	}
	return null;
}

/** Newest first, and one that fails does not keep the others from their turn. */
async function takeBackFaults(docker: Docker): Promise<void> {
	for (const undo of [...undos.values()].toReversed()) await carryOutUndo(docker, undo).catch(() => {});
}

/** Whether there was something to remove, or something to wait for. */
async function removeSome(docker: Docker, run: string): Promise<boolean> {
	try {
		const leftovers = removable(await findLeftovers(docker, run), false);
		await removeLeftovers(docker, leftovers);
		return leftovers.length > 0;
	} catch {
		return true;
	}
}

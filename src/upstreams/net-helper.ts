// Runs with NET_ADMIN in the network namespace of another part, and runs there what the harness orders: nft, tc, or a look at counters.
// It is started with the topology, so that an order takes effect in milliseconds.
import {spawn} from 'node:child_process';
import {readCommands, say} from './control-lines.ts';
import {monoMs} from './mono-clock.ts';
import {keepScanShort} from './short-scan.ts';
import type {RanProgram, SupervisorCommand} from './upstream.ts';

/** An order takes some ms; one that hangs must not hold the clean-up up. */
const runWithinMs = 4000;

if (process.env['GATEQUAKE_WARM_UP'] !== '1') {
	help();
}

function help(): void {
	for (const signal of ['SIGTERM', 'SIGINT'] as const) {
		process.once(signal, () => process.exit(0));
	}

	say({type: 'hello', monoMs: monoMs(), wallMs: Date.now(), pid: process.pid, app: 'net-helper'});
	readCommands((command) => {
		void answerCommand(command);
	});
	keepScanShort();
}

/** Never rejects: what went wrong is the answer. */
async function answerCommand(command: SupervisorCommand): Promise<void> {
	const {seq} = command;
	try {
		const data = await carryOut(command);
		say({type: 'reply', seq, ok: true, monoMs: monoMs(), data: {...data}});
	} catch (error) {
		say({type: 'reply', seq, ok: false, monoMs: monoMs(), error: error instanceof Error ? error.message : String(error)});
	}
}

async function carryOut(command: SupervisorCommand): Promise<RanProgram> {
	if (command.command !== 'run') {
		throw new Error(`a network helper knows only the command 'run', got '${command.command}'`);
	}

	const [program, ...words] = command.argv;
	if (program === undefined) {
		throw new Error('expected a program to run, got no word');
	}

	const ran = Promise.withResolvers<RanProgram>();
	const fromMonoMs = monoMs();
	let stdout = '';
	let stderr = '';
	const child = spawn(program, words, {stdio: ['pipe', 'pipe', 'pipe'], timeout: runWithinMs, killSignal: 'SIGKILL'});
	child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
	child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
	child.once('error', ran.reject);
	child.once('close', (code, signal) => {
		ran.resolve({
			fromMonoMs,
			toMonoMs: monoMs(),
			exitCode: code ?? -1,
			stdout,
			stderr: signal === null ? stderr : `${stderr}killed by ${signal}`,
		});
	});
	// A program that reads nothing may have ended before all is written.
	child.stdin.on('error', () => {});
	child.stdin.end(command.input);
	return await ran.promise;
}

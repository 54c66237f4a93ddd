// Runs with NET_ADMIN in the network namespace of another part, and does there what the harness orders: nft, tc, a look at counters, ports held.
// It is started with the topology, so that an order takes effect in milliseconds.
import {spawn} from 'node:child_process';
import {helperProgram} from './helper-program.ts';
import {Crowd} from './crowd.ts';
import {monoMs} from './mono-clock.ts';
import {NameRelay} from './name-relay.ts';
import {OtherService} from './other-service.ts';
import {keepScanShort} from './short-scan.ts';
import {PortHolder} from './port-holder.ts';
import type {HeldPorts, RanProgram, SupervisorCommand} from './upstream.ts';

/** An order takes some ms; one that hangs must not hold the clean-up up. */
const runWithinMs = 4000;

if (process.env['GATEQUAKE_WARM_UP'] !== '1') {
	help();
}

function help(): void {
	const held: Held = {ports: new PortHolder(), crowd: new Crowd(), service: new OtherService(), names: new NameRelay()};
	helperProgram('net-helper', async (command) => await carryOut(command, held));
	keepScanShort();
}

interface Held {
	readonly ports: PortHolder;
	readonly crowd: Crowd;
	readonly service: OtherService;
	readonly names: NameRelay;
}

async function carryOut(command: SupervisorCommand, {ports, crowd, service, names}: Held): Promise<RanProgram | HeldPorts> {
	switch (command.command) {
		case 'run': {
			return await run(command.argv, command.input);
		}

		case 'hold-ports': {
			const fromMonoMs = monoMs();
			await ports.release();
			const held = command.range === null ? 0 : await ports.hold(command.range.from, command.range.to);
			return {fromMonoMs, toMonoMs: monoMs(), held};
		}

		case 'crowd': {
			const fromMonoMs = monoMs();
			const there = await crowd.gather(command.port, command.clients);
			return {fromMonoMs, toMonoMs: monoMs(), held: there};
		}

		case 'other-service': {
			const fromMonoMs = monoMs();
			await service.serve(command.port);
			return {fromMonoMs, toMonoMs: monoMs(), held: service.answered};
		}

		case 'name-service': {
			const fromMonoMs = monoMs();
			await names.behave(command.habit, command.forMs);
			return {fromMonoMs, toMonoMs: monoMs(), held: names.treated};
		}

		default: {
			throw new Error(
				`a network helper knows only the commands 'run', 'hold-ports', 'crowd', 'other-service' and 'name-service', got '${command.command}'`,
			);
		}
	}
}

async function run(argv: readonly string[], input: string): Promise<RanProgram> {
	const [program, ...words] = argv;
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
	child.stdin.end(input);
	return await ran.promise;
}

// The command line: finds the command, runs it, and turns errors into words and exit codes.
import process from 'node:process';
import {GatequakeError, exitCodes} from '../error.ts';
import type {ExitCode} from '../error.ts';
import {nearestName} from '../expectations/nearest-name.ts';
import {version} from '../version.ts';
import {commands} from './commands.ts';

async function main(argv: readonly string[], signal: AbortSignal): Promise<ExitCode> {
	const [name, ...rest] = argv;
	if (name === undefined || name === '--help' || name === 'help' || name === '-h') {
		process.stdout.write(overview());
		return name === undefined ? exitCodes.usage : exitCodes.pass;
	}

	if (name === '--version' || name === 'version') {
		process.stdout.write(`${version}\n`);
		return exitCodes.pass;
	}

	const command = commands[name];
	if (command === undefined) {
		const nearest = nearestName(name, Object.keys(commands));
		throw new GatequakeError(`there is no command \`${name}\`${nearest === undefined ? '' : `; did you mean \`${nearest}\`?`}`, {
			code: 'BAD_ARGUMENTS',
			exitCode: 2,
			hint: '`gatequake --help` lists the commands',
		});
	}

	if (rest.includes('--help') || rest.includes('-h')) {
		process.stdout.write(command.help);
		return exitCodes.pass;
	}

	return await command.run({argv: rest, cwd: process.cwd(), env: process.env, stdout: process.stdout, stderr: process.stderr, signal});
}

function overview(): string {
	const width = Math.max(...Object.keys(commands).map((name) => name.length)) + 2;
	const lines = Object.entries(commands).map(([name, {summary}]) => `  ${name.padEnd(width)}${summary}`);
	return [
		`gatequake ${version}: chaos testing for HTTP gateways, with evidence`,
		'',
		'Usage: gatequake COMMAND [flags]',
		'',
		...lines,
		'',
		'`gatequake COMMAND --help` shows the flags of a command and two examples.',
		'Exit codes: 0 pass, 1 fail, 2 usage or config, 3 inconclusive, 4 harness or clean-up error, 130 interrupted.',
		'',
	].join('\n');
}

function report(error: unknown): ExitCode {
	if (error instanceof GatequakeError) {
		process.stderr.write(`gatequake: ${error.message}\n${error.hint === undefined ? '' : `  ${error.hint}\n`}`);
		return error.exitCode;
	}

	process.stderr.write(
		`gatequake: an error that should not be: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
	);
	return exitCodes.harness;
}

const interrupt = new AbortController();
let signals = 0;
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	process.on(name, () => {
		signals += 1;
		if (signals === 1) {
			// What shows progress on this terminal takes it away first.
			interrupt.abort(new GatequakeError(`stopped by ${name}`, {code: 'INTERRUPTED'}));
			process.stderr.write(`\ngatequake: ${name}, stopping tidily (once more: leave the clean-up to the reaper)\n`);
		} else {
			process.exit(exitCodes.interrupted);
		}
	});
}

// A closed pipe (`gatequake list | head`) is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
	if (error.code === 'EPIPE') {
		process.exit(exitCodes.pass);
	}

	throw error;
});

try {
	process.exitCode = await main(process.argv.slice(2), interrupt.signal);
} catch (error) {
	process.exitCode = interrupt.signal.aborted ? exitCodes.interrupted : report(error);
}

// What was left up by --keep still holds its channels open, and must not hold the command. Output to a pipe is written first.
process.stdout.write('', () => process.stderr.write('', () => process.exit()));

// The line protocol of supervisor and observer: one JSON command a line on standard input, one JSON message a line on standard output.
import type {SupervisorCommand, SupervisorMessage} from './upstream.ts';

export function say(message: SupervisorMessage): void {
	process.stdout.write(`${JSON.stringify(message)}\n`);
}

/** Reads commands until standard input ends. Its end is no reason to stop: the container is removed by whoever owns it. */
export function readCommands(onCommand: (command: SupervisorCommand) => void): void {
	let rest = '';
	// Nobody reads any more: the same.
	process.stdout.on('error', () => {});
	process.stdin.setEncoding('utf8');
	process.stdin.on('error', () => {});
	process.stdin.on('data', (chunk: string) => {
		const lines = (rest + chunk).split('\n');
		rest = lines.pop() ?? '';
		for (const line of lines) {
			if (line.trim() !== '') {
				readLine(line, onCommand);
			}
		}
	});
}

function readLine(line: string, onCommand: (command: SupervisorCommand) => void): void {
	let command: unknown;
	try {
		command = JSON.parse(line);
	} catch {
		command = null;
	}

	if (isCommand(command)) {
		onCommand(command);
	} else {
		process.stderr.write(`expected a command as one line of JSON, got: ${line.slice(0, 200)}\n`);
	}
}

/** Its fields are not checked: the harness that wrote it is of the same version. An unknown command is answered as such. */
function isCommand(value: unknown): value is SupervisorCommand {
	return typeof value === 'object' && value !== null && 'seq' in value && 'command' in value;
}

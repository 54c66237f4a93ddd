// What every helper in the network namespace of another part does with the lines of the harness: it says hello, carries each order out, and answers.
import {readCommands, say} from './control-lines.ts';
import {monoMs} from './mono-clock.ts';
import type {SupervisorCommand} from './upstream.ts';

/** Gives what is answered; what it throws is answered, too. */
export type CarryOut = (command: SupervisorCommand) => Promise<object>;

export function helperProgram(app: string, carryOut: CarryOut): void {
	for (const signal of ['SIGTERM', 'SIGINT'] as const) {
		process.once(signal, () => process.exit(0));
	}

	say({type: 'hello', monoMs: monoMs(), wallMs: Date.now(), pid: process.pid, app});
	readCommands((command) => {
		void answerCommand(command, carryOut);
	});
}

/** Never rejects: what went wrong is the answer. */
async function answerCommand(command: SupervisorCommand, carryOut: CarryOut): Promise<void> {
	const {seq} = command;
	try {
		const data = await carryOut(command);
		say({type: 'reply', seq, ok: true, monoMs: monoMs(), data: {...data}});
	} catch (error) {
		say({type: 'reply', seq, ok: false, monoMs: monoMs(), error: error instanceof Error ? error.message : String(error)});
	}
}

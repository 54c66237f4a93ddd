// Runs in the network namespace of a database, as a superuser of it, and does there what the harness orders by lines.
import {readCommands, say} from './control-lines.ts';
import {DatabaseHolder} from './database-holder.ts';
import {monoMs} from './mono-clock.ts';
import type {HeldDatabase, OpenedDatabase, SupervisorCommand} from './upstream.ts';

if (process.env['GATEQUAKE_WARM_UP'] !== '1') {
	help();
}

function help(): void {
	for (const signal of ['SIGTERM', 'SIGINT'] as const) {
		process.once(signal, () => process.exit(0));
	}

	const holder = new DatabaseHolder();
	say({type: 'hello', monoMs: monoMs(), wallMs: Date.now(), pid: process.pid, app: 'database-helper'});
	readCommands((command) => {
		void answerCommand(command, holder);
	});
}

/** Never rejects: what went wrong is the answer. */
async function answerCommand(command: SupervisorCommand, holder: DatabaseHolder): Promise<void> {
	const {seq} = command;
	try {
		const data = await carryOut(command, holder);
		say({type: 'reply', seq, ok: true, monoMs: monoMs(), data: {...data}});
	} catch (error) {
		say({type: 'reply', seq, ok: false, monoMs: monoMs(), error: error instanceof Error ? error.message : String(error)});
	}
}

async function carryOut(command: SupervisorCommand, holder: DatabaseHolder): Promise<OpenedDatabase | HeldDatabase> {
	switch (command.command) {
		case 'open-database': {
			return await holder.open();
		}

		case 'hold-database': {
			return await holder.hold(command.hold);
		}

		case 'release-database': {
			return await holder.release();
		}

		default: {
			throw new Error(
				`a database helper knows only the commands 'open-database', 'hold-database' and 'release-database', got '${command.command}'`,
			);
		}
	}
}

// Runs in the network namespace of a database, as a superuser of it, and does there what the harness orders by lines.
import {DatabaseHolder} from './database-holder.ts';
import {helperProgram} from './helper-program.ts';
import type {HeldDatabase, OpenedDatabase, SupervisorCommand} from './upstream.ts';

if (process.env['GATEQUAKE_WARM_UP'] !== '1') {
	const holder = new DatabaseHolder();
	helperProgram('database-helper', async (command) => await carryOut(command, holder));
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

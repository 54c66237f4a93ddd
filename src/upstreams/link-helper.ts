// Runs in the network namespace of a Toxiproxy, whose interface listens on the loopback device there and nowhere else, and does what the
// harness orders by lines.
import {helperProgram} from './helper-program.ts';
import {readLinkCounters} from './link-counters.ts';
import {LinkServer} from './link-server.ts';
import type {ChangedLinks, LinkCounters, OpenedLinks, SupervisorCommand} from './upstream.ts';

if (process.env['GATEQUAKE_WARM_UP'] !== '1') {
	const server = new LinkServer();
	helperProgram('link-helper', async (command) => await carryOut(command, server));
}

async function carryOut(command: SupervisorCommand, server: LinkServer): Promise<OpenedLinks | ChangedLinks | LinkCounters> {
	switch (command.command) {
		case 'open-links': {
			return await server.open(command.links);
		}

		case 'change-links': {
			return await server.change(command.names, command.change);
		}

		case 'link-counters': {
			return readLinkCounters();
		}

		default: {
			throw new Error(`a link helper knows only the commands 'open-links', 'change-links' and 'link-counters', got '${command.command}'`);
		}
	}
}

// Runs in the network namespace of a Toxiproxy, whose interface listens on the loopback device there and nowhere else, and does what the
// harness orders by lines.
import {readCommands, say} from './control-lines.ts';
import {readLinkCounters} from './link-counters.ts';
import {LinkServer} from './link-server.ts';
import {monoMs} from './mono-clock.ts';
import type {ChangedLinks, LinkCounters, OpenedLinks, SupervisorCommand} from './upstream.ts';

if (process.env['GATEQUAKE_WARM_UP'] !== '1') {
	help();
}

function help(): void {
	for (const signal of ['SIGTERM', 'SIGINT'] as const) {
		process.once(signal, () => process.exit(0));
	}

	const server = new LinkServer();
	say({type: 'hello', monoMs: monoMs(), wallMs: Date.now(), pid: process.pid, app: 'link-helper'});
	readCommands((command) => {
		void answerCommand(command, server);
	});
}

/** Never rejects: what went wrong is the answer. */
async function answerCommand(command: SupervisorCommand, server: LinkServer): Promise<void> {
	const {seq} = command;
	try {
		const data = await carryOut(command, server);
		say({type: 'reply', seq, ok: true, monoMs: monoMs(), data: {...data}});
	} catch (error) {
		say({type: 'reply', seq, ok: false, monoMs: monoMs(), error: error instanceof Error ? error.message : String(error)});
	}
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

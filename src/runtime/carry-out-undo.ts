// Takes back what a fault did, from the record of it. Used by the reaper after the run's death, so everything here may come too late,
// twice, or while the engine is still busy with the deed itself.
import {finished} from 'node:stream/promises';
import type Docker from 'dockerode';
import {withDeadline} from './engine.ts';
import {statusOf, unless} from './http-status.ts';
import {resourceLimits} from './resource-limits.ts';
import type {Undo} from './runtime.ts';

const undoMs = 15_000;

/** Already undone (304, 409) and already gone (404) are no errors. */
export async function carryOutUndo(docker: Docker, undo: Undo): Promise<void> {
	const act = (abortSignal: AbortSignal): Promise<unknown> => unless([304, 404, 409], send(docker, undo, abortSignal));
	await withDeadline(act, undoMs, `carry out the undo \`${undo.do}\` on ${undo.container}`);
}

async function send(docker: Docker, undo: Undo, abortSignal: AbortSignal): Promise<void> {
	const container = docker.getContainer(undo.container);
	switch (undo.do) {
		case 'unpause':
			await notPaused(container.unpause({abortSignal}));
			return;
		case 'start':
			await container.start({abortSignal});
			return;
		case 'signal':
			await container.kill({signal: undo.signal, abortSignal});
			return;
		case 'update':
			await container.update({...resourceLimits(undo.limits), abortSignal});
			return;
		case 'exec':
			await runCommand(container, undo.command, abortSignal);
			return;
		case 'connect': {
			const endpoint = {Container: undo.container, EndpointConfig: {Aliases: [...undo.aliases]}};
			// 403: it is connected.
			await unless([403], docker.getNetwork(undo.network).connect(endpoint));
			return;
		}
	}
}

/** Docker 20.10 answers 500 to the unpause of a container that is not paused, where newer ones say 409. */
async function notPaused(call: Promise<unknown>): Promise<void> {
	try {
		await call;
	} catch (error) {
		if (statusOf(error) !== 500 || !/not paused/i.test(String(error))) throw error;
	}
}

async function runCommand(container: Docker.Container, command: readonly string[], abortSignal: AbortSignal): Promise<void> {
	const exec = await container.exec({Cmd: [...command], AttachStdout: true, AttachStderr: true, abortSignal});
	const stream = await exec.start({Detach: false, Tty: false, abortSignal});
	// The end of its output is the end of the command.
	await finished(stream.resume());
}

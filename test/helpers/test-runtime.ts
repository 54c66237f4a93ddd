// Runtimes for tests with a real engine, each a run of its own.
import {randomBytes} from 'node:crypto';
import {openRuntime} from '../../src/runtime/open-runtime.ts';
import type {ContainerSpec, Runtime, RuntimeOptions} from '../../src/runtime/runtime.ts';

export function newRunId(): string {
	return `t${randomBytes(4).toString('hex')}`;
}

export async function openTestRuntime(options: Partial<RuntimeOptions> = {}): Promise<Runtime> {
	return await openRuntime({
		runId: newRunId(),
		keep: false,
		progress: () => {},
		signal: new AbortController().signal,
		...options,
	});
}

/** A container that prints a line and then gives back what it is sent. */
export async function echoSpec(runtime: Runtime, spec: Partial<ContainerSpec> = {}): Promise<ContainerSpec> {
	const {reference} = await runtime.ensureImage('base');
	return {part: 'echo', image: reference, command: ['sh', '-c', 'echo hello; exec cat'], network: null, control: true, ...spec};
}

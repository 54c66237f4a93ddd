// Process, container and counter events as lines of evidence.
import type {ContainerEvent, CounterEvent, ProcessEvent} from '../timeline/timeline.ts';

export function processLine({part, what, atMs, pid, signal, exitCode}: ProcessEvent): string {
	const details = [
		...(pid === undefined ? [] : [`pid ${pid}`]),
		...(signal === undefined ? [] : [signal]),
		...(exitCode === undefined ? [] : [`wait status ${exitCode}`]),
	];
	return `${part}: ${what}${details.length === 0 ? '' : ` (${details.join(', ')})`} at ${atMs.toFixed(1)} ms`;
}

export function containerLine({part, action, atMs, exitCode, address}: ContainerEvent): string {
	return `engine: ${action} of ${part}${exitCode === undefined ? '' : ` with exit code ${exitCode}`}${address === undefined ? '' : `, at ${address}`} at ${atMs.toFixed(1)} ms`;
}

export function counterLine({part, name, value, source}: CounterEvent): string {
	return `${part}: ${name} = ${value} (${source})`;
}

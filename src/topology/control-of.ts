// The control channel of a container that was started with one.
import {GatequakeError} from '../error.ts';
import type {RunningContainer} from '../runtime/runtime.ts';

export function controlOf(container: RunningContainer): NonNullable<RunningContainer['control']> {
	if (container.control === null) {
		throw new GatequakeError(`${container.part} was started without its control channel`, {code: 'NO_CONTROL'});
	}

	return container.control;
}

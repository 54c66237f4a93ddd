// The port on which an upstream listens, by the plan.
import {GatequakeError} from '../error.ts';
import type {FaultContext} from './fault.ts';

export function appPort({plan}: FaultContext, upstream: string): number {
	const port = plan.upstreams.find(({name}) => name === upstream)?.port;
	if (port === undefined) {
		throw new GatequakeError(`the fault needs the port of ${upstream}, which is not in the plan`, {code: 'NO_TARGET', exitCode: 2});
	}

	return port;
}

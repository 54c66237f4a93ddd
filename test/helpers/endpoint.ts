// An endpoint as most topologies have it: HTTP over TCP.
import type {UpstreamEndpoint} from '../../src/scenario/plan.ts';

export function endpoint(name: string, port: number, changed: Partial<UpstreamEndpoint> = {}): UpstreamEndpoint {
	return {name, host: name, port, socket: null, protocol: 'http', script: null, tls: null, ...changed};
}

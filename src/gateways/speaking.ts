// A gateway as it is with upstreams of one protocol: what it lacks, what is fixed, and what it answers.
import type {UpstreamProtocol} from '../scenario/plan.ts';
import type {GatewayKind, OtherProtocol} from './gateway.ts';

export function speaking({lacks, semantics, over}: GatewayKind, protocol: UpstreamProtocol): Required<OtherProtocol> {
	const other = protocol === 'http' ? undefined : over?.[protocol];
	return {
		lacks: {...lacks, ...other?.lacks},
		fixed: other?.fixed ?? {},
		semantics: {...semantics, ...other?.semantics},
	};
}

// Which of Envoy's upstreams are set aside for a while, and after what.
import type {GatewayOptions} from '../scenario/plan.ts';
import type {YamlValue} from './to-yaml.ts';

/** Counts failed connections, resets and time-outs, as nginx's max_fails does, and not the statuses that an upstream answers. */
export function outlierDetection({maxFails, failTimeoutMs}: GatewayOptions): YamlValue {
	return {
		split_external_local_origin_errors: true,
		consecutive_local_origin_failure: maxFails,
		enforcing_consecutive_local_origin_failure: 100,
		enforcing_local_origin_success_rate: 0,
		enforcing_consecutive_5xx: 0,
		enforcing_consecutive_gateway_failure: 0,
		enforcing_success_rate: 0,
		max_ejection_percent: 100,
		base_ejection_time: `${failTimeoutMs / 1000}s`,
		max_ejection_time: `${failTimeoutMs / 1000}s`,
		// How often it looks whether the time of an ejected upstream is over.
		interval: '0.1s',
	};
}

// What a call of the tool asks for beyond the scenarios themselves: the axes of its matrix.
import type {Fault} from '../faults/fault.ts';
import type {GatewayKind} from '../gateways/gateway.ts';

/** A user's own gateway config. */
export interface Config {
	readonly label: string;
	/** Absolute. */
	readonly file: string;
	readonly text: string;
}

/** A neutral gateway option that is run with each of these values. */
export interface Setting {
	readonly option: string;
	readonly values: readonly unknown[];
}

export interface PlanOptions {
	readonly gateways: readonly GatewayKind[];
	/** All gateways there are, by name: for what scenarios say of some. */
	readonly knownGateways: Readonly<Record<string, GatewayKind>>;
	/** User's own configs; empty for the rendered one. */
	readonly configs: readonly Config[];
	/** Every combination of their values is a config of its own; empty where there are configs. */
	readonly settings: readonly Setting[];
	/** More names of upstreams on the network, by the upstream's own: a user's config may know them by others. */
	readonly aliases: Readonly<Record<string, readonly string[]>>;
	/** The user's images by part (`nginx` → `nginx:1.29`); several of a gateway are runs of their own. */
	readonly images: Readonly<Record<string, readonly string[]>>;
	readonly repeat: number;
	/** Beside each run one without its fault: what was there to lose. */
	readonly controls: boolean;
	readonly ratePerSecond: number | null;
	readonly seed: number;
	/** `withheld`: nothing is injected. A fault: injected instead of the scenario's own. */
	readonly instead: {readonly mode: 'as-written'} | {readonly mode: 'withheld'} | {readonly mode: 'wrong'; readonly fault: Fault};
}

/** Each scenario once on each gateway, as it is written. */
export function plainPlanOptions({gateways, knownGateways, seed}: Pick<PlanOptions, 'gateways' | 'knownGateways' | 'seed'>): PlanOptions {
	return {
		gateways,
		knownGateways,
		configs: [],
		settings: [],
		aliases: {},
		images: {},
		repeat: 1,
		controls: false,
		ratePerSecond: null,
		seed,
		instead: {mode: 'as-written'},
	};
}

// A user's own stack in the place of Gatequake's topology: started by compose, running already, or out of reach but for its URL. Its gateway
// and its upstreams are parts like all others, with fewer abilities: no program of Gatequake's is in their containers.
import type {Upstream} from './scenario.ts';

/** Of `attach()` and `compose()`: which containers or services stand for which parts, and where load goes. */
export interface StackOptions {
	/** Where clients reach the gateway. Load goes to its path, and nowhere else. */
	readonly url: string;
	/** Name or id of its container; of its service, for `compose()`. */
	readonly gateway: string;
	/** Containers or services behind it, `app1` being the first. With a port (`api:3000`) where one listens on several. Default: none. */
	readonly upstreams?: readonly string[];
	/** What the gateway is, so that its log can be read: `nginx`, or the name of another gateway. Default: its log is not read. */
	readonly software?: string;
}

/** Of `external()`: what of a stack is on this engine though its gateway is not. */
export interface ExternalOptions {
	/** Containers on this engine that it leads to: the origin. Default: none, and no fault can be injected. */
	readonly upstreams?: readonly string[];
	/** Whose dialect of statuses it speaks. Default: a plain one, and who made an error is not known. */
	readonly software?: Edge;
}

/** Gateways that nobody starts. */
export const edges = ['cloudflare', 'aws-alb'] as const;
export type Edge = (typeof edges)[number];

/** Where a topology is somebody else's, as the scenario has it. */
export interface Stack {
	readonly by: 'attach' | 'compose' | 'external';
	/** Of `compose()`: relative to the scenario’s own file. */
	readonly file?: string;
	readonly url: string;
	/** Null where it has no container here. */
	readonly gateway: string | null;
	readonly upstreams: readonly string[];
	readonly software?: string;
}

/** The `topology` of a scenario. */
export interface StackTopology {
	readonly upstreams: readonly Upstream[];
	readonly stack: Stack;
}

/** What runs already. Nothing of it is stopped or removed but by the fault, which is taken back. */
export function attach({url, gateway, upstreams = [], ...rest}: StackOptions): StackTopology {
	return topologyOf({by: 'attach', url, gateway, upstreams, ...rest});
}

/** A compose project of its own, from a compose file (relative to the scenario’s own); it is taken down at the end. */
export function compose(file: string, {url, gateway, upstreams = [], ...rest}: StackOptions): StackTopology {
	return topologyOf({by: 'compose', file, url, gateway, upstreams, ...rest});
}

/** A gateway that is out of reach but for its URL, as Cloudflare or a load balancer. */
export function external(url: string, {upstreams = [], ...rest}: ExternalOptions = {}): StackTopology {
	return topologyOf({by: 'external', url, gateway: null, upstreams, ...rest});
}

function topologyOf(stack: Stack): StackTopology {
	// Whatever was written: a mistake in it is told when the scenario is loaded.
	const names: readonly unknown[] = [stack.upstreams].flat();
	return {
		upstreams: names.map((name) => {
			const port = portIn(String(name));
			return {kind: 'foreign', ...(port === null ? {} : {port})};
		}),
		stack,
	};
}

/** `api:3000` gives 3000; null where none is named. */
export function portIn(upstream: string): number | null {
	const [, port] = /:(\d+)$/.exec(upstream) ?? [];
	return port === undefined ? null : Number(port);
}

/** `api:3000` gives `api`. */
export function nameIn(upstream: string): string {
	return upstream.replace(/:\d+$/, '');
}

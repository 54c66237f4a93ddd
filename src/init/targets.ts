// Where a user's gateway config leads: to the apps that must stand there under their names for the config to work unchanged.

export interface Target {
	/** As the config calls it. */
	readonly host: string;
	readonly port: number;
}

export interface Targets {
	/** Those that serve `path`, one beside the other. */
	readonly pool: readonly Target[];
	/** All that the config names beside them: some gateways do not start where one has no address. */
	readonly others: readonly Target[];
	/** A path that leads to the pool. */
	readonly path: string;
}

/** Why a config cannot be run as it is: ends a sentence that begins with its name. */
export interface NotUsable {
	readonly because: string;
}

export function isUsable(read: Targets | NotUsable): read is Targets {
	return 'pool' in read;
}

/** Puts together what a config names, each host once, or says why apps of a scenario cannot stand in for them. */
export function targetsOf({
	pool,
	all,
	path,
}: {
	readonly pool: readonly Target[];
	readonly all: readonly Target[];
	readonly path: string;
}): Targets | NotUsable {
	const first = byHost(pool);
	if (first.length === 0) {
		return {because: 'leads to no upstream that could be read from it'};
	}

	const others = byHost(all).filter(({host}) => !first.some((target) => target.host === host));
	const reason = [...first, ...others].map(({host}, index) => unusableHost(host, `app${index + 1}`)).find((found) => found !== null);
	return reason === undefined ? {pool: first, others, path} : {because: reason};
}

/** `api:3000`, `http://api`, without a path. Null where it is none: a variable, a socket. */
export function targetIn(address: string, defaultPort: number): Target | null {
	const [, host, port] = /^(?:https?:\/\/)?([a-z\d_][\w.-]*|\[[\da-f:.]+\])(?::(\d+))?(?:\/.*)?$/i.exec(address) ?? [];
	return host === undefined ? null : {host, port: port === undefined ? defaultPort : Number(port)};
}

/** One container listens on one port. */
function byHost(targets: readonly Target[]): readonly Target[] {
	return targets.filter(({host}, index) => targets.findIndex((other) => other.host === host) === index);
}

function unusableHost(host: string, own: string): string | null {
	if (/^localhost$|^127\.|^\[::1\]$|^0\.0\.0\.0$/.test(host)) {
		return `leads to ${host}, which in a container of its own is the gateway itself: call the app by a name there`;
	}

	if (/^[\d.]+$|^\[/.test(host)) {
		return `leads to the address ${host}, and apps in containers have others: call the app by a name there`;
	}

	return host !== own && /^(?:app\d+|inner\d+|gateway|observer|loadgen\d*|saturator|link)$/.test(host)
		? `calls an app ${host}, which is a name that Gatequake itself gives to another part`
		: null;
}

// Where an app is asked directly, and in which protocol: `app1:8080`, `fastcgi://app1:9000/srv/index.php`, `uwsgi://unix:/run/app.sock`.

export interface UpstreamTarget {
	/** As it was written. */
	readonly text: string;
	readonly protocol: 'http' | 'fastcgi' | 'uwsgi';
	/** Null with a socket. */
	readonly host: string | null;
	readonly port: number | null;
	/** Path of a Unix socket. */
	readonly socket: string | null;
	/** The file that FastCGI names as the script; null where none was written. */
	readonly script: string | null;
}

/** Null where it is none. */
export function parseUpstreamTarget(text: string): UpstreamTarget | null {
	const [, scheme = 'http', place = ''] = /^(?:(http|fastcgi|uwsgi):\/\/)?(.+)$/.exec(text) ?? [];
	const protocol = scheme === 'fastcgi' || scheme === 'uwsgi' ? scheme : 'http';
	const unix = /^unix:(\/[^:\s]+)(?::(\/\S*))?$/.exec(place);
	const tcp = /^(\[[\da-f:]+\]|[^\s:/[\]]+):(\d{1,5})(\/\S*)?$/i.exec(place);
	const script = (unix?.[2] ?? tcp?.[3]) || null;
	if (script !== null && protocol !== 'fastcgi') return null;
	if (unix !== null) return {text, protocol, host: null, port: null, socket: unix[1] ?? null, script};
	const port = Number(tcp?.[2] ?? 0);
	return tcp === null || port < 1 || port > 65_535
		? null
		: {text, protocol, host: (tcp[1] ?? '').replaceAll(/[[\]]/g, ''), port, socket: null, script};
}

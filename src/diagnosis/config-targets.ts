// Where a gateway's config leads, from what the gateway itself tells of it: what can be asked directly, and where it writes its errors.
// What speaks TLS, or a protocol that is not spoken here, is asked by nobody.
import {parseHaproxyConfig} from './parse-haproxy-config.ts';
import {nginxTargets} from './nginx-targets.ts';

export interface ConfigTargets {
	/** As `--upstream` has them: `app1:8080`, `fastcgi://unix:/run/php.sock`. */
	readonly upstreams: readonly string[];
	/** Absolute paths. */
	readonly errorLogs: readonly string[];
}

/** Empty for a gateway that nobody knows, and a text that is not what it should be. */
export function configTargets(gateway: string, text: string): ConfigTargets {
	const {upstreams, errorLogs} = readers[gateway]?.(text) ?? {upstreams: [], errorLogs: []};
	return {
		upstreams: [...new Set(upstreams)].filter((place) => place !== ''),
		errorLogs: [...new Set(errorLogs)].filter((file) => file.startsWith('/') && file !== '/dev/null'),
	};
}

const readers: Readonly<Record<string, (text: string) => ConfigTargets>> = {
	nginx: nginxTargets,
	haproxy: haproxyTargets,
	httpd: httpdTargets,
	caddy: caddyTargets,
	envoy: envoyTargets,
	traefik: traefikTargets,
	varnish: varnishTargets,
};

/** What `haproxy -dC` prints. It logs to sockets and streams. */
function haproxyTargets(text: string): ConfigTargets {
	const {sections} = parseHaproxyConfig([{name: 'haproxy.cfg', text}]);
	const servers = sections
		.filter(({kind}) => kind === 'backend' || kind === 'listen')
		.flatMap(({lines}) => lines.filter(({words}) => words[0] === 'server' && !words.includes('ssl')));
	return {
		upstreams: servers.map(({words}) => {
			const place = (words[2] ?? '').replace(/^(?:ipv4|ipv6)@/, '');
			if (place.startsWith('unix@') || place.startsWith('/')) return `unix:${place.replace(/^unix@/, '')}`;
			const proto = words.indexOf('proto');
			return proto > 0 && words[proto + 1] === 'fcgi' ? '' : withPort(place, 80);
		}),
		errorLogs: [],
	};
}

/** What `httpd -D DUMP_CONFIG` prints: each directive in a line of its own. */
function httpdTargets(text: string): ConfigTargets {
	const lines = text
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => !line.startsWith('#'))
		.map((line) => [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? ''));
	const places = lines.flatMap(([name = '', ...words]) => {
		if (/^(?:ProxyPass|ProxyPassMatch|BalancerMember)$/i.test(name))
			return words.find((word) => /^(?:http|fcgi|uwsgi|unix):/.test(word)) ?? [];
		if (/^SetHandler$/i.test(name)) return /^proxy:(.+)/.exec(words[0] ?? '')?.[1] ?? [];
		return [];
	});
	return {
		upstreams: places.map((place) => {
			const [, socket, after = place] = /^unix:([^|]+)\|(.*)$/.exec(place) ?? [];
			const [, scheme = '', host = ''] = /^(\w+):\/\/([^/$]*)/.exec(after) ?? [];
			const prefix = protocols[scheme];
			if (prefix === undefined) return '';
			return `${prefix}${socket === undefined ? withPort(host, prefix === '' ? 80 : 9000) : `unix:${socket}`}`;
		}),
		errorLogs: lines.flatMap(([name, file = '']) => (name === 'ErrorLog' ? [file] : [])),
	};
}

const protocols: Readonly<Record<string, string>> = {http: '', fcgi: 'fastcgi://', uwsgi: 'uwsgi://'};

/** JSON, as its interface and `caddy adapt` write it. */
function caddyTargets(text: string): ConfigTargets {
	const all = objectsIn(parsed(text));
	return {
		upstreams: all.flatMap((each) => {
			const [upstreams, transport] = [each['upstreams'], each['transport']];
			const {protocol, tls}: {protocol?: unknown; tls?: unknown} = Object(transport);
			if (!Array.isArray(upstreams) || tls !== undefined) return [];
			return upstreams.map((upstream) => {
				const {dial}: {dial?: unknown} = Object(upstream);
				return typeof dial === 'string' && !dial.includes('{')
					? `${protocol === 'fastcgi' ? 'fastcgi://' : ''}${dial.replace(/^unix\//, 'unix:')}`
					: '';
			});
		}),
		errorLogs: all.flatMap(({output, filename}) => (output === 'file' && typeof filename === 'string' ? [filename] : [])),
	};
}

/** JSON, what its /config_dump answers. */
function envoyTargets(text: string): ConfigTargets {
	const all = objectsIn(parsed(text));
	const clusters = all.filter((each) => each['load_assignment'] !== undefined || each['endpoint_config'] !== undefined);
	return {
		upstreams: clusters
			.filter((cluster) => !JSON.stringify(cluster['transport_socket'] ?? '').includes('tls'))
			.flatMap((cluster) => objectsIn(cluster))
			.filter((each) => each['health_check_config'] !== undefined || each['address'] !== undefined)
			.map((each) => {
				const {socket_address: socket, pipe}: {socket_address?: unknown; pipe?: unknown} = Object(each['address']);
				const {address, port_value: port}: {address?: unknown; port_value?: unknown} = Object(socket);
				const {path}: {path?: unknown} = Object(pipe);
				if (typeof path === 'string') return `unix:${path}`;
				return typeof address === 'string' && typeof port === 'number' ? withPort(bracketed(address), port) : '';
			}),
		errorLogs: [],
	};
}

/** YAML or TOML: of the servers of its services only the `url`, of its own log the file. */
function traefikTargets(text: string): ConfigTargets {
	const urls = [...text.matchAll(/\burl["']?\s*[:=]\s*["']?http:\/\/([^"'\s/]+)/gi)];
	const logs = [...text.matchAll(/\bfilePath["']?\s*[:=]\s*["']?([^"'\s]+)/gi)];
	return {upstreams: urls.map(([, place = '']) => withPort(place, 80)), errorLogs: logs.map(([, file = '']) => file)};
}

/** VCL, what `vcl.show` prints. It logs to memory. */
function varnishTargets(text: string): ConfigTargets {
	const plain = text.replaceAll(/\/\*[\s\S]*?\*\/|(?:\/\/|#).*$/gm, '');
	const backends = [...plain.matchAll(/\bbackend\s+[\w-]+\s*\{([^}]*)/g)].map(([, body = '']) => body);
	return {
		upstreams: backends.map((body) => {
			const field = (name: string) => new RegExp(`\\.${name}\\s*=\\s*"([^"]*)"`).exec(body)?.[1];
			const [path, host] = [field('path'), field('host')];
			return path === undefined ? (host === undefined ? '' : `${host}:${field('port') ?? '80'}`) : `unix:${path}`;
		}),
		errorLogs: [],
	};
}

function withPort(place: string, port: number): string {
	return place === '' || /:\d+$/.test(place) ? place : `${place}:${port}`;
}

function bracketed(address: string): string {
	return address.includes(':') ? `[${address}]` : address;
}

/** Null where it is no JSON. */
function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}

/** All objects in it, itself too. */
function objectsIn(value: unknown): readonly Readonly<Record<string, unknown>>[] {
	if (typeof value !== 'object' || value === null) return [];
	const inner = Object.values(value).flatMap(objectsIn);
	return Array.isArray(value) ? inner : [Object.fromEntries(Object.entries(value)), ...inner];
}

// The neutral options as Traefik's dynamic configuration, which is "the config"; beside it the static one, which says where it listens,
// what it logs, and that it watches the dynamic file. A user's own file is a dynamic one, unless it has `entryPoints`.
import type {ConfigFile, EndpointTls, GatewayOptions} from '../scenario/plan.ts';
import {gatewayTls, tlsOf} from './gateway.ts';
import type {RenderContext} from './gateway.ts';
import {toYaml} from './to-yaml.ts';
import type {YamlValue} from './to-yaml.ts';

export const traefikPaths = {
	config: '/etc/traefik/config.yml',
	static: '/etc/traefik/traefik.yml',
	/** Watched: the config is moved here. */
	live: '/etc/traefik/gatequake/dynamic.yml',
	logs: '/var/log/gatequake',
} as const;

export function renderTraefikConfig({options, upstreams, port}: RenderContext): readonly [ConfigFile, ...ConfigFile[]] {
	return [
		{path: traefikPaths.config, content: file(dynamicConfig(options, upstreams))},
		{path: traefikPaths.static, content: file(staticConfig(port))},
	];
}

function file(content: YamlValue): string {
	return `# Rendered by Gatequake from neutral gateway options.\n${toYaml(content)}\n`;
}

function staticConfig(port: number): YamlValue {
	return {
		global: {checkNewVersion: false, sendAnonymousUsage: false},
		entryPoints: {web: {address: `:${port}`}},
		providers: {
			// Default: two seconds.
			providersThrottleDuration: '10ms',
			file: {filename: traefikPaths.live, watch: true},
		},
		// Why a request failed is said at this level only.
		log: {level: 'DEBUG', format: 'json', filePath: `${traefikPaths.logs}/traefik.log`},
		accessLog: {format: 'json', filePath: `${traefikPaths.logs}/access.log`},
	};
}

function dynamicConfig(options: GatewayOptions, upstreams: RenderContext['upstreams']): YamlValue {
	// A request is tried again at the next server, so there have to be two.
	const tries = options.retries === 'off' ? 1 : upstreams.length;
	const middlewares = {
		...(tries > 1 ? {retries: {retry: {attempts: tries, retryNonIdempotentMethod: options.retries === 'all'}}} : {}),
		...(options.hostHeader === null ? {} : {host: {headers: {customRequestHeaders: {Host: options.hostHeader}}}}),
	};
	const names = Object.keys(middlewares);
	const tls = tlsOf(upstreams);
	return {
		...(options.tls ? {tls: {stores: {default: {defaultCertificate: {certFile: gatewayTls.certificate, keyFile: gatewayTls.key}}}}} : {}),
		http: {
			routers: {
				apps: {
					entryPoints: ['web'],
					rule: 'PathPrefix(`/`)',
					service: 'apps',
					...(options.tls ? {tls: {}} : {}),
					...(names.length > 0 ? {middlewares: names} : {}),
				},
			},
			...(names.length > 0 ? {middlewares} : {}),
			services: {apps: {loadBalancer: loadBalancer(options, upstreams)}},
			serversTransports: {
				apps: {
					...(tls === null ? {} : upstreamTls(tls, options)),
					// A negative number turns keep-alive off; 0 would be Go's own default of two.
					maxIdleConnsPerHost: options.upstreamKeepalive === 0 ? -1 : options.upstreamKeepalive,
					forwardingTimeouts: {
						dialTimeout: milliseconds(options.connectTimeoutMs),
						responseHeaderTimeout: milliseconds(options.readTimeoutMs),
					},
				},
			},
		},
	};
}

function upstreamTls(
	{serverName, authorityPath}: EndpointTls,
	{upstreamTls: {verify}}: GatewayOptions,
): Readonly<Record<string, YamlValue>> {
	return verify ? {serverName, rootCAs: [authorityPath]} : {serverName, insecureSkipVerify: true};
}

function loadBalancer({weights, maxFails, failTimeoutMs, healthCheck}: GatewayOptions, upstreams: RenderContext['upstreams']): YamlValue {
	return {
		serversTransport: 'apps',
		servers: upstreams.map(({name, host, port, tls}) => ({
			url: `${tls === null ? 'http' : 'https'}://${host}:${port}`,
			weight: weights[name] ?? 1,
		})),
		// Nobody is set aside where there is nobody else to turn to.
		...(upstreams.length > 1 && maxFails > 0
			? {passiveHealthCheck: {maxFailedAttempts: maxFails, failureWindow: milliseconds(failTimeoutMs)}}
			: {}),
		...(healthCheck === null
			? {}
			: {
					healthCheck: {
						path: healthCheck.path,
						interval: milliseconds(healthCheck.intervalMs),
						unhealthyInterval: milliseconds(healthCheck.intervalMs),
						timeout: milliseconds(healthCheck.timeoutMs),
					},
				}),
	};
}

function milliseconds(durationMs: number): string {
	return `${durationMs}ms`;
}

/** Whether a user's own file is a static configuration: one that says by itself where it listens. */
export function isStaticConfig(configText: string): boolean {
	return /^["']?entryPoints["']?\s*:/m.test(configText);
}

/** Port of the first entry point; a dynamic file has none, and goes with the rendered static one. */
export function traefikPort(configText: string): number | null {
	const text = configText.replaceAll(/(^|\s)#.*$/gm, '$1');
	const start = text.search(/^["']?entryPoints["']?\s*:/m);
	const port = start === -1 ? undefined : /\baddress["']?\s*:\s*["']?[^"'\s,}]*?:(\d+)/.exec(text.slice(start))?.[1];
	// What is no port is for Traefik to refuse.
	return port === undefined || Number(port) > 65_535 ? null : Number(port);
}

/** Traefik names no file and mostly no line; the lines of the config that hold the word it quotes are shown, where there are few of them. */
export function explainTraefikRefusal(output: string, configText: string): string | null {
	const said = output.split('\n').flatMap(refusalOf);
	const words = [...new Set(said)].slice(0, 3);
	if (words.length === 0) {
		return null;
	}

	const lines = configText
		.split('\n')
		.flatMap((line, index) => (words.some((text) => isMeant(line, index, text)) ? [`  line ${index + 1}: ${line.trim()}`] : []));
	return [...words, ...(lines.length <= 3 ? lines : [])].join('\n');
}

function refusalOf(line: string): readonly string[] {
	const level = /"level":"(?:error|fatal)"/.test(line);
	if (level) {
		const error = /"error":"((?:[^"\\]|\\.)*)"/.exec(line)?.[1];
		const message = /"message":"((?:[^"\\]|\\.)*)"/.exec(line)?.[1];
		const text = [message, error].filter(Boolean).join(': ');
		return text === '' ? [] : [text.replaceAll(/\\(.)/g, '$1')];
	}

	const plain = /(?: (?:ERR|FTL) |command traefik error: )(.*)$/.exec(line)?.[1];
	return plain === undefined ? [] : [plain.trim()];
}

function isMeant(line: string, index: number, words: string): boolean {
	const lineNumber = /\bline (\d+)/.exec(words)?.[1];
	if (lineNumber !== undefined) {
		return index + 1 === Number(lineNumber);
	}

	const quoted = [...words.matchAll(/["'`]([^"'`]{2,})["'`]|field not found, node: (\w+)/g)].map((match) =>
		(match[1] ?? match[2] ?? '').replace(/@file$/, ''),
	);
	return quoted.some((word) => line.split(/[^\w.@/-]+/).includes(word));
}

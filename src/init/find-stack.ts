// Which services of a compose file are the gateway and the apps behind it, so that a scenario can have them started. What is not certain is
// said, in the scenario too: somebody who knows the stack reads it.
import path from 'node:path';
import {findConfigOf} from './find-gateway.ts';
import type {FoundGateway} from './find-gateway.ts';
import {readCompose} from './read-compose.ts';
import type {ComposeFile, ComposeService} from './read-compose.ts';
import type {FolderFiles} from './read-folder.ts';
import {isNoApp, softwareOf} from './software-of.ts';
import type {NotUsable} from './targets.ts';

export interface FoundStack {
	readonly file: string;
	/** Services. */
	readonly gateway: string;
	/** The first service behind it, on which the fault acts. */
	readonly app: string;
	/** With the port behind the name where it is known. */
	readonly upstreams: readonly string[];
	readonly url: string;
	/** Whether the path is one that an app is asked by its own health check. */
	readonly isPathKnown: boolean;
	readonly software: string | null;
	/** Whether what is left when the first upstream is gone still serves. */
	readonly isPool: boolean;
	/** Sentences: what somebody has to look at before the scenario can be relied on. */
	readonly doubts: readonly string[];
	/** What cannot be on a machine twice: a name, a port. */
	readonly onlyOnce: readonly string[];
}

/** Null where there is no compose file. */
export function findStack(files: FolderFiles): ({readonly file: string} & (FoundStack | NotUsable)) | null {
	const file = [...files.keys()]
		.filter((name) => /(?:^|\/)(?:docker-)?compose\.ya?ml$/.test(name))
		.toSorted((a, b) => a.split('/').length - b.split('/').length || a.localeCompare(b))[0];
	if (file === undefined) return null;
	const read = readCompose(file, files);
	return {file, ...('because' in read ? read : stackIn(read, files))};
}

interface Candidate {
	readonly service: ComposeService;
	readonly software: string | null;
	readonly config: FoundGateway | null;
	/** Services that its config names, the first ones being those that serve the load. */
	readonly leadsTo: readonly Upstream[];
	/** How much speaks for it. */
	readonly weight: number;
}

interface Upstream {
	readonly service: ComposeService;
	readonly port: number | null;
	readonly serves: boolean;
}

const gatewayNames =
	/^(?:.*[-_.])?(?:nginx|proxy|gateway|haproxy|httpd|apache|caddy|envoy|traefik|varnish|lb|loadbalancer|load-balancer|ingress|edge)(?:[-_.].*)?$/i;

function stackIn(compose: ComposeFile, files: FolderFiles): FoundStack | NotUsable {
	const {file, services} = compose;
	const started = services.filter(({isOptional}) => !isOptional);
	const candidates = started
		.map((service) => candidateOf(service, started, files))
		.filter(({software, service}) => software !== null || gatewayNames.test(service.name))
		.toSorted((a, b) => b.weight - a.weight);
	const [gateway, rival] = candidates;
	if (gateway === undefined) {
		const optional = services.find(
			(service) => service.isOptional && (softwareOf(service, files) !== null || gatewayNames.test(service.name)),
		);
		return {
			because:
				optional === undefined
					? `has no service that looks like a gateway (${services.map(({name}) => name).join(', ')})`
					: `starts its gateway, ${optional.name}, only for a profile, and compose() asks for none`,
		};
	}

	const {found, doubts} = upstreamsOf(gateway, started, files);
	const hosted = [gateway.service, ...found.map(({service}) => service)].find(({networkMode}) =>
		/^(?:host|container:|service:)/.test(networkMode ?? ''),
	);
	if (found.length === 0) return {because: `has no service that could be an app behind ${gateway.service.name}`};
	if (hosted !== undefined)
		return {because: `puts ${hosted.name} on a network that is not its own (${hosted.networkMode}), which cannot be joined`};
	const port = portOf(gateway);
	const prefix = gateway.config?.config?.targets.path.replace(/\/items$/, '') ?? null;
	// What a health check asks of the app itself gets there through a gateway that passes on everything.
	const healthPath = prefix === '' ? (found[0]?.service.healthPath ?? null) : null;
	return {
		file,
		gateway: gateway.service.name,
		app: found[0]?.service.name ?? '',
		upstreams: found.map(({service, port: listening}) => (listening === null ? service.name : `${service.name}:${listening}`)),
		url: `${port === 443 ? 'https' : 'http'}://${gateway.service.name}${port === 80 || port === 443 ? '' : `:${port}`}${healthPath ?? `${prefix ?? ''}/`}`,
		isPathKnown: healthPath !== null,
		software: gateway.software,
		isPool: found.length > 1 || (found[0]?.service.replicas ?? 1) > 1,
		doubts: [...doubtsOfGateway(gateway, rival, port), ...doubts, ...doubtsOfFile(compose, files)],
		onlyOnce: [...new Set(started.flatMap(({onlyOnce}) => onlyOnce))],
	};
}

function candidateOf(service: ComposeService, services: readonly ComposeService[], files: FolderFiles): Candidate {
	const software = softwareOf(service, files);
	const config = software === null ? null : findConfigOf(software, configsOf(service, files), files);
	const others = services.filter(({name}) => name !== service.name);
	const leadsTo = config === null ? [] : namedIn(config, others, files);
	const weight =
		(leadsTo.length > 0 ? 4 : 0) +
		(service.ports.length > 0 ? 2 : 0) +
		(software === null ? 0 : 1) +
		(gatewayNames.test(service.name) ? 1 : 0);
	return {service, software, config, leadsTo, weight};
}

/** Files that are mounted into it, or lie where it is built. */
function configsOf({mounts, context, dockerfile}: ComposeService, files: FolderFiles): readonly string[] {
	const copied = [...(files.get(dockerfile ?? '') ?? '').matchAll(/^(?:COPY|ADD)\s+(?:--\S+\s+)*(\S+)/gim)].map(([, from = '']) =>
		path.posix.join(context ?? '.', from),
	);
	const places = [...mounts.map(({from}) => from), ...copied].map((place) => place.replace(/(?<=.)\/$/, ''));
	const known = [...files.keys()];
	const named = known.filter((file) => places.some((place) => place !== '.' && (file === place || file.startsWith(`${place}/`))));
	return named.length > 0 || context === null || context === '.' ? named : known.filter((file) => file.startsWith(`${context}/`));
}

function namedIn({file, config}: FoundGateway, services: readonly ComposeService[], files: FolderFiles): readonly Upstream[] {
	const serviceOf = (host: string) => services.find(({name, names}) => name === host || names.includes(host));
	if (config !== null) {
		const {pool, others} = config.targets;
		return [...pool.map((target) => ({...target, serves: true})), ...others.map((target) => ({...target, serves: false}))].flatMap(
			({host, port, serves}) => {
				const service = serviceOf(host);
				return service === undefined ? [] : [{service, port, serves}];
			},
		);
	}

	// Read by no grammar: names of services in lines that can name an upstream.
	const lines = (files.get(file ?? '') ?? '')
		.replaceAll(/(?:^|\s)(?:#|\/\/).*$/gm, '')
		.split('\n')
		.filter((line) => /pass|server\b|proxy|balancer|host|address|url|backend|upstream/i.test(line));
	return services.flatMap((service) => {
		const [, port] = lines
			.map((line) => new RegExp(`(?<![\\w.-])${service.name.replaceAll('.', String.raw`\.`)}(?::(\\d+))?(?![\\w.-])`).exec(line))
			.find((found) => found !== null) ?? [null];
		return port === null ? [] : [{service, port: port === undefined ? null : Number(port), serves: true}];
	});
}

/** By its config, or by labels, or by what it waits for, or because nothing else is there: each with more doubt than the one before. */
function upstreamsOf(
	{service: {name, leansOn}, leadsTo, software, config}: Candidate,
	services: readonly ComposeService[],
	files: FolderFiles,
): {readonly found: readonly Upstream[]; readonly doubts: readonly string[]} {
	const serving = leadsTo.filter(({serves}) => serves);
	if (serving.length > 0) {
		return {
			found: serving,
			doubts:
				config?.config === null && config.file !== null
					? [
							`${config.file} was not read as a whole, for it ${config.because}: is the path in \`url\` one that leads to ${serving[0]?.service.name}?`,
						]
					: [],
		};
	}

	const labelled = software === 'traefik' ? services.filter(({labels}) => labels.some((label) => label.startsWith('traefik.http.'))) : [];
	if (labelled.length > 0) {
		return {
			found: labelled.map((service) => ({service, port: labelledPort(service), serves: true})),
			doubts: [
				`${name} routes by labels: where they ask for a Host, write it into \`url\`, and give ${name} that name as an alias on its network`,
			],
		};
	}

	const apps = services.filter((service) => service.name !== name && !isNoApp(service) && softwareOf(service, files) === null);
	const waitedFor = apps.filter((service) => leansOn.includes(service.name));
	const found = (waitedFor.length > 0 ? waitedFor : apps).map((service) => ({service, port: null, serves: true}));
	const because = waitedFor.length > 0 ? `${name} depends on them` : 'nothing else is there';
	return {
		found,
		doubts: [
			`are the \`upstreams\` what ${name} leads to? They were taken because ${because}, for no config of it was found that names services`,
		],
	};
}

function labelledPort({labels}: ComposeService): number | null {
	const [, port] = /loadbalancer\.server\.port=(\d+)/.exec(labels.join('\n')) ?? [];
	return port === undefined ? null : Number(port);
}

const plainPorts = [80, 8080, 8000, 3000, 10_000];
const usualPorts: Readonly<Record<string, number>> = {envoy: 10_000};

function portOf({service: {ports, exposed}, software, config}: Candidate): number {
	const known = [...ports.map(({inside}) => inside), ...exposed];
	const plain = plainPorts.find((port) => known.includes(port)) ?? known.find((port) => port !== 443 && port !== 8443);
	// A config that was read as a whole speaks plain HTTP.
	return plain ?? (isPlain(config) ? undefined : known[0]) ?? usualPorts[software ?? ''] ?? 80;
}

function isPlain(config: FoundGateway | null): boolean {
	return config !== null && config.config !== null;
}

function doubtsOfGateway(
	{service: {name, ports}, software, config, weight}: Candidate,
	rival: Candidate | undefined,
	port: number,
): readonly string[] {
	const doubts = [
		...(software === null ? [`is ${name} the gateway? Only its name says so. \`software: 'nginx'\`, say, lets its log be read`] : []),
		...(rival !== undefined && rival.weight >= weight - 1 ? [`is ${name} the gateway? ${rival.service.name} looks like one, too`] : []),
	];
	if (port === 443) return [...doubts, `${name} speaks TLS: are its certificates there, in CI too?`];
	return ports.some(({inside}) => inside === 443) && !isPlain(config)
		? [...doubts, `does port ${port} of ${name} answer requests? It listens on 443, too: where it only redirects, write https://${name}/…`]
		: doubts;
}

function doubtsOfFile({file, variables, outside, notRead}: ComposeFile, files: FolderFiles): readonly string[] {
	const override = [...files.keys()].find(
		(name) => name.replace(/\.override\.ya?ml$/, '') === file.replace(/\.ya?ml$/, '') && name !== file,
	);
	return [
		...(override === undefined ? [] : [`does it stand without ${override}? compose() reads the one file that it names`]),
		...(variables.length === 0 ? [] : [`the environment has to have ${variables.join(', ')}, in CI too: the file gives them no default`]),
		...(outside.length === 0 ? [] : [`these have to be there already, in CI too, and are not taken down: ${outside.join(', ')}`]),
		...(notRead.length === 0 ? [] : [`these belong to it, and were not looked at: ${notRead.join(', ')}`]),
	];
}

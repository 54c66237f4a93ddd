// The gateways of a Plan: the one under test, and those that a scenario puts between it and the apps. To a gateway all that it leads to is
// an upstream, be it an app or another gateway.
import {createHash} from 'node:crypto';
import type {OptionProblem} from '../expectations/expectation.ts';
import {nearestName} from '../expectations/nearest-name.ts';
import {protocolOf} from '../gateways/gateway.ts';
import type {GatewayKind} from '../gateways/gateway.ts';
import {speaking} from '../gateways/speaking.ts';
import {defaultGatewayOptions} from './defaults.ts';
import {filled} from './filled.ts';
import type {Config} from './plan-options.ts';
import type {ConfigFile, GatewayOptions, GatewayPlan, UpstreamEndpoint, UpstreamPlan, UpstreamProtocol} from './plan.ts';
import {featuresOf} from './plan-upstream.ts';
import type {InnerGateway} from './scenario.ts';

export interface GatewayToPlan {
	readonly part: string;
	readonly kind: GatewayKind;
	readonly label: string;
	readonly image: string | null;
	readonly given: Partial<GatewayOptions>;
	/** All that it could lead to. */
	readonly endpoints: readonly UpstreamEndpoint[];
	/** What it leads to where its options name nothing. */
	readonly defaultUpstreams: readonly string[];
	/** `config`: the user's own, in place of the rendered one. */
	readonly variant: {readonly label: string; readonly config: Config | null};
	/** What lies beside a user's own config. */
	readonly filesBeside: readonly ConfigFile[];
}

export function planGateway(gateway: GatewayToPlan): GatewayPlan {
	const {part, kind, label, image, given, endpoints, defaultUpstreams, variant, filesBeside} = gateway;
	const {config} = variant;
	const upstreams = given.upstreams ?? defaultUpstreams;
	const used = endpoints.filter(({name}) => upstreams.includes(name));
	const {lacks, fixed, semantics} = speaking(kind, protocolOf(used));
	const defaults: GatewayOptions = {
		...defaultGatewayOptions,
		...Object.fromEntries(Object.entries(fixed).map(([option, {value}]) => [option, value])),
		upstreams,
	};
	const options = filled(defaults, given);
	const [rendered, ...others] = kind.render({options, upstreams: used, port: kind.port});
	const text = config?.text ?? rendered.content;
	return {
		part,
		name: kind.name,
		label,
		image,
		options,
		config: {
			label: variant.label,
			file: config?.file ?? null,
			text,
			hash: createHash('sha256').update(text).digest('hex').slice(0, 12),
			others,
		},
		// Where it listens may be told in a file that it includes.
		port: config === null ? kind.port : (kind.portOf([text, ...filesBeside.map(({content}) => content)].join('\n')) ?? kind.port),
		endpoints,
		lacks,
		semantics,
	};
}

/** What a gateway cannot do of what it is asked for. `further`: the gateways behind it. */
export function gatewayProblems(
	kind: GatewayKind,
	given: Partial<GatewayOptions>,
	{options, endpoints}: GatewayPlan,
	further: readonly UpstreamEndpoint[],
): readonly OptionProblem[] {
	const used = endpoints.filter(({name}) => options.upstreams.includes(name));
	const plain = used.every(({protocol, tls}) => protocol === 'http' && tls === null);
	const isUniform = plain || !used.some(({name}) => further.some((each) => each.name === name));
	return [
		...unknownToGateway(given, kind, protocolOf(used)),
		...(kind.check?.(options) ?? []),
		...(isUniform
			? []
			: [{path: 'upstreams', message: 'a gateway that leads to another gateway speaks plain HTTP to all that it leads to'}]),
	];
}

/** What a scenario asks of a gateway that has no such thing. */
function unknownToGateway(given: Partial<GatewayOptions>, kind: GatewayKind, protocol: UpstreamProtocol): readonly OptionProblem[] {
	const {lacks, fixed} = speaking(kind, protocol);
	const reasons: Readonly<Record<string, string>> = lacks;
	const only: Readonly<Record<string, {readonly value: unknown; readonly because: string}>> = fixed;
	return Object.entries(given).flatMap(([option, value]) => {
		const reason = reasons[option];
		if (reason !== undefined) {
			return [{path: option, message: `${kind.name} has no such option: ${reason}`}];
		}

		const one = only[option];
		return one === undefined || one.value === value
			? []
			: [{path: option, message: `with ${kind.name} over ${protocol} it is always ${JSON.stringify(one.value)}: ${one.because}`}];
	});
}

export interface PlannedInner {
	readonly plan: GatewayPlan;
	readonly kind: GatewayKind;
}

/** Each leads to the apps, and to those further in; the outermost comes first. Always rendered, and from the harness's own images. */
export function planInner(
	inner: readonly InnerGateway[],
	{
		upstreams,
		apps,
		knownGateways,
		file,
		problems,
	}: {
		readonly upstreams: readonly UpstreamPlan[];
		/** Where the apps are. */
		readonly apps: readonly UpstreamEndpoint[];
		readonly knownGateways: Readonly<Record<string, GatewayKind>>;
		readonly file: string;
		/** Sentences are added here. */
		readonly problems: string[];
	},
): readonly PlannedInner[] {
	return inner.reduceRight<readonly PlannedInner[]>((further, {kind: name, ...given}, index) => {
		const kind = knownGateways[name];
		const path = `${file}: topology.inner[${index}]`;
		if (kind === undefined) {
			const nearest = nearestName(name, Object.keys(knownGateways));
			problems.push(`${path}: there is no gateway \`${name}\`${nearest === undefined ? '' : `; did you mean \`${nearest}\`?`}`);
			return further;
		}

		const furtherEndpoints = further.map((each) => endpointOf(each.plan));
		const plan = planGateway({
			part: `inner${index + 1}`,
			kind,
			label: kind.name,
			image: null,
			given,
			endpoints: [...furtherEndpoints, ...apps],
			defaultUpstreams: apps.map((app) => app.name),
			variant: {label: 'default', config: null},
			filesBeside: [],
		});
		const reached = upstreams.filter((upstream) => plan.options.upstreams.includes(upstream.name));
		const lacked = [
			...featuresOf(reached).map((feature) => kind.lacks[feature]),
			...(reached.some(({tls}) => tls !== null) ? [kind.lacks.upstreamTls] : []),
		];
		problems.push(
			...lacked.flatMap((reason) => (reason === undefined ? [] : [`${path}: ${kind.name} cannot reach these apps: ${reason}`])),
			...gatewayProblems(kind, given, plan, furtherEndpoints).map((found) => `${path}.${found.path}: ${found.message}`),
		);
		return [{plan, kind}, ...further];
	}, []);
}

/** Where those before it reach a gateway. */
export function endpointOf({part, port}: GatewayPlan): UpstreamEndpoint {
	return {name: part, host: part, port, socket: null, protocol: 'http', script: null, tls: null};
}

/** A user's own config says itself where it leads: one that goes round the gateways behind it would not tell of two in a row. */
export function goesRound(inner: readonly GatewayPlan[], used: readonly string[], configTexts: readonly string[]): readonly string[] {
	return inner
		.filter(({part}) => used.includes(part) && !configTexts.some((text) => new RegExp(String.raw`\b${part}\b`).test(text)))
		.map(
			({part, port}) => `the scenario has another gateway behind this one, and this config does not lead there: it is \`${part}:${port}\``,
		);
}

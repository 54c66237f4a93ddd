// One cell of the matrix as a Plan: defaults filled, causes turned into the gateway's own answers.
import {createHash} from 'node:crypto';
import path from 'node:path';
import type {OptionProblem, ResolvedExpectation} from '../expectations/expectation.ts';
import {resolveCauses} from '../expectations/resolve-causes.ts';
import type {Fault} from '../faults/fault.ts';
import {protocolOf} from '../gateways/gateway.ts';
import type {GatewayKind} from '../gateways/gateway.ts';
import {speaking} from '../gateways/speaking.ts';
import {configFiles} from './config-files.ts';
import {defaultCapacity, defaultGatewayOptions, defaultWarmupMs} from './defaults.ts';
import {filled} from './filled.ts';
import type {LoadedScenario} from './load-scenario.ts';
import {directUpstreams, endpointsOf, planLinks} from './plan-links.ts';
import type {PlanOptions} from './plan-options.ts';
import type {ConfigFile, GatewayOptions, GatewayPlan, LinkPlan, RunPlan, UpstreamPlan, UpstreamProtocol} from './plan.ts';
import {planLoad} from './plan-load.ts';
import {planUpstream} from './plan-upstream.ts';
import {reproLine} from './repro-line.ts';
import type {Scenario} from './scenario.ts';
import {nameExpectations} from './validate-scenario.ts';
import type {Variant} from './variants.ts';

/** A plan, and the fault and the gateway that go with it (a plan is JSON, these have methods). */
export interface PlannedRun {
	readonly plan: RunPlan;
	readonly fault: Fault | null;
	readonly kind: GatewayKind;
	/** What lies beside a user's own config and is named in it. Not in the plan, for it may be secret. */
	readonly filesBeside: readonly ConfigFile[];
}

export interface GatewayImage {
	readonly reference: string | null;
	/** What tells it from the other images of the same gateway. */
	readonly label: string;
}

export interface Cell {
	readonly entry: LoadedScenario;
	readonly kind: GatewayKind;
	readonly image: GatewayImage;
	readonly variant: Variant;
	readonly repeat: number;
	/** Without its fault, beside the run that has it. */
	readonly control: boolean;
	readonly options: PlanOptions;
	/** Sentences are added here. */
	readonly problems: string[];
}

export function planRun(cell: Cell): PlannedRun {
	const {entry, kind, image, variant, repeat, control, options, problems} = cell;
	const {scenario} = entry;
	const upstreams = scenario.topology.upstreams.map((upstream, index) =>
		planUpstream(upstream, {index, aliases: options.aliases[`app${index + 1}`] ?? [], file: entry.file, problems}),
	);
	const beside = variant.config === null ? {files: [], problems: []} : configFiles(variant.config, kind.configPath);
	const written = faultOf(scenario, options);
	// Also beside the fault, and where it is withheld: what is compared has the same topology.
	const links = planLinks(upstreams, written?.needs?.links ?? []);
	const gateway = planGateway({scenario, upstreams, links, kind, image, variant, filesBeside: beside.files});
	problems.push(...beside.problems);
	if (variant.config !== null) {
		const texts = [variant.config.text, ...beside.files.map(({content}) => content)];
		problems.push(...directUpstreams(links, texts).map((message) => `${variant.config?.file}: ${message}`));
	}

	if (new Set(upstreams.map(({tls}) => tls === null)).size > 1) {
		problems.push(`${entry.file}: topology.upstreams: either all speak TLS or none: gateways are told so for all of them at once`);
	}

	const protocols = [...new Set(upstreams.map(({protocol}) => protocol))];
	if (protocols.length > 1) {
		problems.push(
			`${entry.file}: topology.upstreams: all speak one protocol to the gateway, not ${protocols.join(' and ')}: gateways are told so for all of them at once`,
		);
	}

	const refusals = [
		...unknownToGateway({...scenario.topology.gateway, ...variant.settings}, kind, protocolOf(upstreams)),
		...(kind.check?.(gateway.options) ?? []),
	];
	problems.push(...refusals.map(({path: where, message}) => `${entry.file}: topology.gateway.${where}: ${message}`));
	const fault = control ? null : written;
	// Two runs that are compared send the same; another repeat sends something else.
	const seed = (options.seed + repeat - 1) % 2 ** 32;
	for (const {path: where, message} of fault?.check({upstreams, gateway}) ?? []) {
		problems.push(`${entry.file}: ${where}: ${message}`);
	}

	return {
		fault,
		kind,
		filesBeside: beside.files,
		plan: {
			id: [entry.name, gateway.label, fileWord(gateway.config.label), `${repeat}${control ? 'c' : ''}`].join('.'),
			scenario: entry.name,
			title: scenario.title,
			file: path.relative(process.cwd(), entry.file),
			tags: scenario.tags ?? [],
			gateway,
			upstreams,
			load: planLoad(scenario.load, {
				file: entry.file,
				ratePerSecond: options.ratePerSecond,
				// What a user's own config listens for is theirs to know.
				gatewayTls: variant.config === null ? gateway.options.tls : null,
				problems,
			}),
			capacityProbe: scenario.capacity === undefined ? null : filled(defaultCapacity, scenario.capacity),
			phases: filled({...scenario.phases, warmupMs: defaultWarmupMs}, scenario.phases),
			links,
			fault:
				fault === null
					? null
					: {kind: fault.kind, options: fault.options, describe: fault.describe, needs: fault.needs ?? {network: [], links: []}},
			mode: control ? 'control' : options.instead.mode,
			expectations: control ? [noErrors] : resolveExpectations(scenario, gateway, entry.file, problems),
			sensitive: control ? [] : (scenario.failsWithoutFault ?? []),
			repeat,
			seed,
			repro: reproLine({file: entry.file, kind, image: image.reference, variant, options, seed}),
		},
	};
}

const noErrors: ResolvedExpectation = {kind: 'noErrors', name: 'noErrors', options: {}};

/** An id is also the name of a folder. */
function fileWord(label: string): string {
	return label.replaceAll(/[^\w.=,@+-]/g, '_');
}

/** A scenario without a fault has none to withhold or to exchange. */
function faultOf(scenario: Scenario, {instead}: PlanOptions): Fault | null {
	return scenario.fault !== null && instead.mode === 'wrong' ? instead.fault : scenario.fault;
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

function planGateway({
	scenario,
	upstreams,
	links,
	kind,
	image,
	variant,
	filesBeside,
}: Pick<Cell, 'kind' | 'image' | 'variant'> & {
	readonly scenario: Scenario;
	readonly upstreams: readonly UpstreamPlan[];
	readonly links: readonly LinkPlan[];
	readonly filesBeside: readonly ConfigFile[];
}): GatewayPlan {
	const {config} = variant;
	const {lacks, fixed, semantics} = speaking(kind, protocolOf(upstreams));
	const defaults: GatewayOptions = {
		...defaultGatewayOptions,
		...Object.fromEntries(Object.entries(fixed).map(([option, {value}]) => [option, value])),
		upstreams: upstreams.map(({name}) => name),
	};
	const gatewayOptions = filled(defaults, {...scenario.topology.gateway, ...variant.settings});
	const endpoints = endpointsOf(upstreams, links);
	const [rendered, ...others] = kind.render({
		options: gatewayOptions,
		upstreams: endpoints.filter(({name}) => gatewayOptions.upstreams.includes(name)),
		port: kind.port,
	});
	const text = config?.text ?? rendered.content;
	return {
		name: kind.name,
		label: image.label,
		image: image.reference,
		options: gatewayOptions,
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

function resolveExpectations(scenario: Scenario, gateway: GatewayPlan, file: string, problems: string[]): readonly ResolvedExpectation[] {
	const names = nameExpectations(scenario.expect);
	return scenario.expect.map((expectation, index) => {
		const name = names[index] ?? expectation.kind;
		const cause = expectation.options['cause'];
		if (cause === undefined) {
			return {...expectation, name};
		}

		// The rule's own validation has checked the word; a gateway may still have no answer for it.
		const {answers, logged, silent, unknown} = resolveCauses(gateway.semantics, cause);
		problems.push(...unknown.map((word) => `${file}: expect[${index}]: ${gateway.name} has no known answer for the cause \`${word}\``));
		return {...expectation, name, answers, logged, silent};
	});
}

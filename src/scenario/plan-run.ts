// One cell of the matrix as a Plan: defaults filled, causes turned into the gateway's own answers.
import path from 'node:path';
import type {ResolvedExpectation} from '../expectations/expectation.ts';
import {resolveCauses} from '../expectations/resolve-causes.ts';
import type {Fault} from '../faults/fault.ts';
import type {GatewayKind} from '../gateways/gateway.ts';
import {configFiles} from './config-files.ts';
import {defaultCapacity, defaultDatabase, defaultWarmupMs} from './defaults.ts';
import {filled} from './filled.ts';
import type {LoadedScenario} from './load-scenario.ts';
import {endpointOf, gatewayProblems, goesRound, planGateway, planInner} from './plan-gateway.ts';
import {directUpstreams, endpointsOf, planLinks} from './plan-links.ts';
import {problemLine} from './problem-line.ts';
import type {PlanOptions} from './plan-options.ts';
import type {ConfigFile, RunPlan} from './plan.ts';
import {planLoad} from './plan-load.ts';
import {foreignPart, planStack, stackLoad, stackPort, stackProblems} from './plan-stack.ts';
import {planUpstream} from './plan-upstream.ts';
import {reproLine} from './repro-line.ts';
import type {Scenario} from './scenario.ts';
import {nameExpectations} from './validate-scenario.ts';
import type {Variant} from './variants.ts';

/** A plan, and the fault and the gateway that go with it (a plan is JSON, these have methods). */
export interface PlannedRun {
	readonly plan: RunPlan;
	readonly fault: Fault | null;
	/** Of the gateway under test. */
	readonly kind: GatewayKind;
	/** Of the gateways behind it, as the plan has them. */
	readonly innerKinds: readonly GatewayKind[];
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
	const {database: givenDatabase} = scenario.topology;
	const database = givenDatabase === undefined ? null : filled({...defaultDatabase, kind: givenDatabase.kind}, givenDatabase);
	const {stack} = scenario.topology;
	const upstreams = scenario.topology.upstreams.map((upstream, index) => ({
		...planUpstream(upstream, {
			index,
			aliases: options.aliases[`app${index + 1}`] ?? [],
			file: entry.file,
			hasDatabase: database !== null,
			problems,
		}),
		...(stack === undefined ? {} : {port: stackPort(stack, index)}),
	}));
	problems.push(...stackProblems(entry, options).map((message) => `${entry.file}: ${message}`));
	const beside = variant.config === null ? {files: [], problems: []} : configFiles(variant.config, kind.configPath);
	const written = faultOf(scenario, options);
	// Also beside the fault, and where it is withheld: what is compared has the same topology.
	const links = planLinks(upstreams, written?.needs?.links ?? []);
	const apps = endpointsOf(upstreams, links);
	const {knownGateways} = options;
	const inner = planInner(scenario.topology.inner ?? [], {upstreams, apps, knownGateways, file: entry.file, problems});
	const innerEndpoints = inner.map((each) => endpointOf(each.plan));
	const given = {...scenario.topology.gateway, ...variant.settings};
	const planned = planGateway({
		part: 'gateway',
		kind,
		label: image.label,
		image: image.reference,
		given,
		endpoints: [...innerEndpoints, ...apps],
		defaultUpstreams: (inner.length > 0 ? innerEndpoints : apps).map(({name}) => name),
		variant,
		filesBeside: beside.files,
	});
	const gateway = stack === undefined ? planned : {...planned, foreign: foreignPart(stack, knownGateways)};
	const innerPlans = inner.map((each) => each.plan);
	problems.push(...beside.problems);
	if (variant.config !== null) {
		const texts = [variant.config.text, ...beside.files.map(({content}) => content)];
		// Where there are gateways behind it, links are these ones' to go through, and their configs are rendered.
		const misses = inner.length === 0 ? directUpstreams(links, texts) : goesRound(innerPlans, gateway.options.upstreams, texts);
		problems.push(...misses.map((message) => `${variant.config?.file}: ${message}`));
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

	problems.push(
		...gatewayProblems(kind, given, gateway, innerEndpoints).map(
			({path: where, message}) => `${entry.file}: topology.gateway.${where}: ${message}`,
		),
	);
	const fault = control ? null : written;
	// Two runs that are compared send the same; another repeat sends something else.
	const seed = (options.seed + repeat - 1) % 2 ** 32;
	for (const problem of fault?.check({upstreams, gateway, database}) ?? []) problems.push(`${entry.file}: ${problemLine(problem)}`);

	return {
		fault,
		kind,
		innerKinds: inner.map((each) => each.kind),
		filesBeside: beside.files,
		plan: {
			id: [entry.name, gateway.label, fileWord(gateway.config.label), `${repeat}${control ? 'c' : ''}`].join('.'),
			scenario: entry.name,
			title: scenario.title,
			file: path.relative(process.cwd(), entry.file),
			tags: scenario.tags ?? [],
			gateway,
			inner: innerPlans,
			upstreams,
			database,
			...(stack === undefined ? {} : {stack: planStack(stack, entry.file)}),
			load: planLoad(stack === undefined ? scenario.load : stackLoad(stack, scenario.load), {
				file: entry.file,
				ratePerSecond: options.ratePerSecond,
				// What a user's own config listens for is theirs to know.
				gatewayTls: variant.config === null && stack === undefined ? gateway.options.tls : null,
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
			expectations: control ? [noErrors] : resolveExpectations(scenario, {gateway, inner: innerPlans}, entry.file, problems),
			sensitive: control ? [] : (scenario.failsWithoutFault ?? []),
			repeat,
			seed,
			repro: reproLine({file: entry.file, kind, image: image.reference, variant, options, seed, isForeign: stack !== undefined}),
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

function resolveExpectations(
	scenario: Scenario,
	{gateway, inner}: Pick<RunPlan, 'gateway' | 'inner'>,
	file: string,
	problems: string[],
): readonly ResolvedExpectation[] {
	const names = nameExpectations(scenario.expect);
	return scenario.expect.map((expectation, index) => {
		const name = names[index] ?? expectation.kind;
		const {cause, by} = expectation.options;
		const made = by === 'inner' ? inner : [gateway];
		if (made.length === 0) {
			problems.push(`${file}: expect[${index}]: no answer can come from an inner gateway: this topology has none`);
		}

		if (cause === undefined) {
			return {...expectation, name};
		}

		// The rule's own validation has checked the word; a gateway may still have no answer for it.
		const resolved = made.map((gatewayPlan) => ({of: gatewayPlan.name, ...resolveCauses(gatewayPlan.semantics, cause)}));
		problems.push(
			...resolved.flatMap(({of, unknown}) =>
				unknown.map((word) => `${file}: expect[${index}]: ${of} has no known answer for the cause \`${word}\``),
			),
		);
		return {
			...expectation,
			name,
			answers: [...new Set(resolved.flatMap(({answers}) => answers))],
			logged: [...new Set(resolved.flatMap(({logged}) => logged))],
			silent: [...new Set(resolved.flatMap(({silent}) => silent))],
		};
	});
}

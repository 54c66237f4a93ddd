// Expands scenarios × gateways × configs × repeats into Plans: defaults filled, causes turned into the gateway's own answers.
import {createHash} from 'node:crypto';
import path from 'node:path';
import {GatequakeError} from '../error.ts';
import {nearestName} from '../expectations/nearest-name.ts';
import type {OptionProblem, ResolvedExpectation} from '../expectations/expectation.ts';
import type {Fault} from '../faults/fault.ts';
import type {GatewayKind} from '../gateways/gateway.ts';
import {defaultCapacity, defaultGatewayOptions, defaultUpstream, defaultWarmupMs} from './defaults.ts';
import {filled} from './filled.ts';
import type {LoadedScenario} from './load-scenario.ts';
import type {GatewayPlan, RunPlan, SkippedRun, UpstreamPlan} from './plan.ts';
import {resolveCauses} from '../expectations/resolve-causes.ts';
import {planLoad} from './plan-load.ts';
import type {Scenario} from './scenario.ts';
import {nameExpectations} from './validate-scenario.ts';

export interface Config {
	readonly label: string;
	readonly file: string;
	readonly text: string;
}

export interface PlanOptions {
	readonly gateways: readonly GatewayKind[];
	/** Names of all gateways there are, for what scenarios say of some. */
	readonly knownGateways: readonly string[];
	/** User's own configs; empty for the rendered one. */
	readonly configs: readonly Config[];
	/** The user's images by part (`nginx` → `nginx:1.29`); several of a gateway are runs of their own. */
	readonly images: Readonly<Record<string, readonly string[]>>;
	readonly repeat: number;
	readonly ratePerSecond: number | null;
	readonly seed: number;
	/** `withheld`: nothing is injected. A fault: injected instead of the scenario's own. */
	readonly instead: {readonly mode: 'as-written'} | {readonly mode: 'withheld'} | {readonly mode: 'wrong'; readonly fault: Fault};
}

/** A plan, and the fault and the gateway that go with it (a plan is JSON, these have methods). */
export interface PlannedRun {
	readonly plan: RunPlan;
	readonly fault: Fault | null;
	readonly kind: GatewayKind;
}

export interface Matrix {
	readonly runs: readonly PlannedRun[];
	/** Cells that a scenario itself says make no sense. */
	readonly skipped: readonly SkippedRun[];
}

/** @throws GatequakeError `BAD_SCENARIO` where a fault cannot apply to its topology, or a cause has no answer on a gateway: all at once. */
export function makePlans(loaded: readonly LoadedScenario[], options: PlanOptions): Matrix {
	const problems: string[] = [];
	const skipped: SkippedRun[] = [];
	const runs = loaded.flatMap((entry) =>
		options.gateways.flatMap((kind) => {
			const difference = entry.scenario.differs?.[kind.name];
			if (difference !== undefined && 'skip' in difference) {
				skipped.push({scenario: entry.name, gateway: kind.name, because: difference.skip});
				return [];
			}

			const scenario = {...entry.scenario, ...difference};
			return imagesOf(kind, options).flatMap((image) =>
				orNull(options.configs).flatMap((config) =>
					Array.from({length: options.repeat}, (_, index) =>
						planRun({entry: {...entry, scenario}, kind, image, config, repeat: index + 1, options, problems}),
					),
				),
			);
		}),
	);
	problems.push(...loaded.flatMap((entry) => unknownGateways(entry, options.knownGateways)), ...sharedIds(runs));
	if (problems.length > 0) {
		throw new GatequakeError([...new Set(problems)].join('\n'), {code: 'BAD_SCENARIO', exitCode: 2});
	}

	return {runs, skipped};
}

function unknownGateways({file, scenario}: LoadedScenario, known: readonly string[]): readonly string[] {
	return Object.keys(scenario.differs ?? {}).flatMap((name) => {
		const nearest = nearestName(name, known);
		return known.includes(name)
			? []
			: [`${file}: differs.${name}: there is no such gateway${nearest === undefined ? '' : `; did you mean \`${nearest}\`?`}`];
	});
}

interface GatewayImage {
	readonly reference: string | null;
	/** What tells it from the other images of the same gateway. */
	readonly label: string;
}

function imagesOf({name, image}: GatewayKind, {images}: PlanOptions): readonly GatewayImage[] {
	const references = orNull(images[image] ?? []);
	return references.map((reference) => ({
		reference,
		label: references.length === 1 || reference === null ? name : `${name}@${reference.replace(/^.*[:@/]/, '')}`,
	}));
}

/** One cell also where nothing was given. */
function orNull<Item>(items: readonly Item[]): readonly (Item | null)[] {
	return items.length === 0 ? [null] : items;
}

/** An id is also the folder that a run is saved in. */
function sharedIds(planned: readonly PlannedRun[]): readonly string[] {
	return [...Map.groupBy(planned, ({plan}) => plan.id)].flatMap(([id, runs]) =>
		runs.length === 1
			? []
			: [
					`two runs would be called \`${id}\`: give the files (${[...new Set(runs.map(({plan}) => plan.file))].join(', ')}) different names, and the configs different labels`,
				],
	);
}

interface Cell {
	readonly entry: LoadedScenario;
	readonly kind: GatewayKind;
	readonly image: GatewayImage;
	readonly config: Config | null;
	readonly repeat: number;
	readonly options: PlanOptions;
	readonly problems: string[];
}

function planRun({entry, kind, image, config, repeat, options, problems}: Cell): PlannedRun {
	const {scenario} = entry;
	const upstreams: readonly UpstreamPlan[] = scenario.topology.upstreams.map((upstream, index) => ({
		...filled({...defaultUpstream, kind: upstream.kind}, upstream),
		name: `app${index + 1}`,
	}));
	const gateway = planGateway({scenario, upstreams, kind, image, config});
	const refusals = [...unknownToGateway(scenario, kind), ...(kind.check?.(gateway.options) ?? [])];
	problems.push(...refusals.map(({path: where, message}) => `${entry.file}: topology.gateway.${where}: ${message}`));
	const fault = faultOf(scenario, options);
	for (const {path: where, message} of fault?.check({upstreams, gateway}) ?? []) {
		problems.push(`${entry.file}: ${where}: ${message}`);
	}

	return {
		fault,
		kind,
		plan: {
			id: [entry.name, gateway.label, gateway.config.label, repeat].join('.'),
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
				noTls:
					config === null ? `${gateway.name} is not told yet to listen with TLS: give a config of your own that does (--config)` : null,
				problems,
			}),
			capacityProbe: scenario.capacity === undefined ? null : filled(defaultCapacity, scenario.capacity),
			phases: filled({...scenario.phases, warmupMs: defaultWarmupMs}, scenario.phases),
			fault: fault === null ? null : {kind: fault.kind, options: fault.options, describe: fault.describe, needs: fault.needs ?? {network: []}},
			mode: options.instead.mode,
			expectations: resolveExpectations(scenario, gateway, entry.file, problems),
			sensitive: scenario.failsWithoutFault ?? [],
			repeat,
			seed: options.seed,
			repro: reproLine({entry, kind, image, config, options}),
		},
	};
}

/** A scenario without a fault has none to withhold or to exchange. */
function faultOf(scenario: Scenario, {instead}: PlanOptions): Fault | null {
	return scenario.fault !== null && instead.mode === 'wrong' ? instead.fault : scenario.fault;
}

/** What a scenario asks of a gateway that has no such thing. */
function unknownToGateway({topology}: Scenario, {name, lacks}: GatewayKind): readonly OptionProblem[] {
	const reasons: Readonly<Record<string, string>> = lacks;
	return Object.keys(topology.gateway ?? {}).flatMap((option) =>
		reasons[option] === undefined ? [] : [{path: option, message: `${name} has no such option: ${reasons[option]}`}],
	);
}

function planGateway({
	scenario,
	upstreams,
	kind,
	image,
	config,
}: Pick<Cell, 'kind' | 'image' | 'config'> & {readonly scenario: Scenario; readonly upstreams: readonly UpstreamPlan[]}): GatewayPlan {
	const gatewayOptions = filled({...defaultGatewayOptions, upstreams: upstreams.map(({name}) => name)}, scenario.topology.gateway);
	const [rendered, ...others] = kind.render({
		options: gatewayOptions,
		upstreams: upstreams.filter(({name}) => gatewayOptions.upstreams.includes(name)),
		port: kind.port,
	});
	const text = config?.text ?? rendered.content;
	return {
		name: kind.name,
		label: image.label,
		image: image.reference,
		options: gatewayOptions,
		config: {
			label: config?.label ?? 'default',
			file: config?.file ?? null,
			text,
			hash: createHash('sha256').update(text).digest('hex').slice(0, 12),
			others,
		},
		port: config === null ? kind.port : (kind.portOf(text) ?? kind.port),
		lacks: kind.lacks,
		semantics: kind.semantics,
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
		const {answers, logged, unknown} = resolveCauses(gateway.semantics, cause);
		problems.push(...unknown.map((word) => `${file}: expect[${index}]: ${gateway.name} has no known answer for the cause \`${word}\``));
		return {...expectation, name, answers, logged};
	});
}

function reproLine({entry, kind, image, config, options}: Pick<Cell, 'entry' | 'kind' | 'image' | 'config' | 'options'>): string {
	return [
		'npx gatequake run',
		quoted(path.relative(process.cwd(), entry.file)),
		`--gateway ${kind.name}`,
		...(config === null ? [] : [`--config ${quoted(`${config.label}=${config.file}`)}`]),
		...Object.entries({...options.images, [kind.image]: image.reference === null ? [] : [image.reference]}).flatMap(([part, references]) =>
			references.map((reference) => `--image ${quoted(`${part}=${reference}`)}`),
		),
		...(options.ratePerSecond === null ? [] : [`--rate ${options.ratePerSecond}`]),
		...(options.instead.mode === 'withheld' ? ['--withhold-fault'] : []),
		...(options.instead.mode === 'wrong' ? [`--wrong-fault ${options.instead.fault.kind}`] : []),
		`--seed ${options.seed}`,
	].join(' ');
}

/** One word for a shell. */
function quoted(word: string): string {
	return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

// Expands scenarios × gateways × images × configs × repeats into Plans, in the order in which they take turns.
import {GatequakeError} from '../error.ts';
import {nearestName} from '../expectations/nearest-name.ts';
import type {GatewayKind} from '../gateways/gateway.ts';
import {interleave} from './interleave.ts';
import type {LoadedScenario} from './load-scenario.ts';
import type {PlanOptions} from './plan-options.ts';
import type {SkippedRun} from './plan.ts';
import {planRun} from './plan-run.ts';
import {problemLine} from './problem-line.ts';
import {stackGateway} from './plan-stack.ts';
import type {Cell, GatewayImage, PlannedRun} from './plan-run.ts';
import {featuresOf} from './plan-upstream.ts';
import type {Scenario, Upstream} from './scenario.ts';
import {checkGatewayOptions} from './validate-scenario.ts';
import {variantsOf} from './variants.ts';

export type {Config, PlanOptions, Setting} from './plan-options.ts';
export type {PlannedRun} from './plan-run.ts';

export interface Matrix {
	readonly runs: readonly PlannedRun[];
	/** Cells that a scenario itself says make no sense, and those that need what a gateway lacks. */
	readonly skipped: readonly SkippedRun[];
	/** Labels in the order in which they were named; `runs` take turns. */
	readonly gateways: readonly string[];
	readonly configs: readonly string[];
}

/** @throws GatequakeError `BAD_SCENARIO` where a fault cannot apply to its topology, or a cause has no answer on a gateway: all at once. */
export function makePlans(loaded: readonly LoadedScenario[], options: PlanOptions): Matrix {
	const problems: string[] = [];
	const skipped: SkippedRun[] = [];
	problems.push(...settingProblems(options.settings));
	// A value that is none would be told once more by every cell.
	const variants = problems.length > 0 ? [] : variantsOf(options);
	// Configs and settings are for gateways that Gatequake starts. Where none is, it is told that they are for nobody.
	const forStacks = loaded.every(({scenario}) => scenario.topology.stack !== undefined) ? options : {...options, configs: [], settings: []};
	const variantsOfStacks = problems.length > 0 ? [] : variantsOf(forStacks);
	const runs = loaded.flatMap((entry) => {
		const {stack} = entry.scenario.topology;
		const kinds = stack === undefined ? options.gateways : [stackGateway(stack, options.knownGateways)];
		const cells = kinds.flatMap((kind) => {
			const difference = entry.scenario.differs?.[kind.name];
			if (difference !== undefined && 'skip' in difference) {
				skipped.push({scenario: entry.name, gateway: kind.name, because: difference.skip});
				return [];
			}

			const lacking =
				lackedTls(entry.scenario, kind) ??
				featuresOf(reachedApps(entry.scenario))
					.map((feature) => kind.lacks[feature])
					.find((reason) => reason !== undefined);
			if (lacking !== undefined) {
				skipped.push({scenario: entry.name, gateway: kind.name, because: lacking});
				return [];
			}

			const different = {...entry, scenario: {...entry.scenario, ...difference}};
			const [its, told] = stack === undefined ? [variants, options] : [variantsOfStacks, forStacks];
			return imagesOf(kind, options).flatMap((image) =>
				its.map((variant) => ({entry: different, kind, image, variant, options: told, problems})),
			);
		});
		return interleave(
			cells.map((cell) => Array.from({length: options.repeat}, (_, index) => withControl(cell, index + 1))),
			options.seed,
		).flat();
	});
	problems.push(...unknownAliases(loaded, options.aliases));
	problems.push(...loaded.flatMap((entry) => unknownGateways(entry, Object.keys(options.knownGateways))), ...sharedIds(runs));
	if (problems.length > 0) {
		throw new GatequakeError([...new Set(problems)].join('\n'), {code: 'BAD_SCENARIO', exitCode: 2});
	}

	return {
		runs,
		skipped,
		gateways: options.gateways.flatMap((kind) => imagesOf(kind, options).map(({label}) => label)),
		configs: [
			...new Set(
				[...variants, ...(loaded.some(({scenario}) => scenario.topology.stack !== undefined) ? variantsOfStacks : [])].map(
					({label}) => label,
				),
			),
		],
	};
}

/** Why a gateway cannot be part of a topology in which it has to speak TLS; undefined where it can. */
function lackedTls(scenario: Scenario, {lacks}: GatewayKind): string | undefined {
	const listens = scenario.topology.gateway?.tls === true;
	return (reachedApps(scenario).some(({tls}) => tls) ? lacks.upstreamTls : undefined) ?? (listens ? lacks.tls : undefined);
}

/** The apps that the gateway under test may have to reach itself. */
function reachedApps({topology: {upstreams, gateway, inner = []}}: Scenario): readonly Upstream[] {
	return inner.length === 0 ? upstreams : upstreams.filter((_, index) => gateway?.upstreams?.includes(`app${index + 1}`));
}

/** A run, and the one without its fault beside it: before it and after it in turn. */
function withControl(cell: Omit<Cell, 'repeat' | 'control'>, repeat: number): readonly PlannedRun[] {
	const run = planRun({...cell, repeat, control: false});
	if (!cell.options.controls || run.fault === null) {
		return [run];
	}

	const control = planRun({...cell, repeat, control: true});
	return repeat % 2 === 1 ? [run, control] : [control, run];
}

function settingProblems(settings: PlanOptions['settings']): readonly string[] {
	return settings.flatMap(({option, values}) =>
		values.flatMap((value) => checkGatewayOptions({[option]: value}, '--set').map(problemLine)),
	);
}

function unknownAliases(loaded: readonly LoadedScenario[], aliases: PlanOptions['aliases']): readonly string[] {
	return loaded.flatMap(({file, scenario}) =>
		Object.keys(aliases)
			.filter((part) => !scenario.topology.upstreams.some((_, index) => part === `app${index + 1}`))
			.map((part) => `--alias: ${file} has no upstream \`${part}\``),
	);
}

function unknownGateways({file, scenario}: LoadedScenario, known: readonly string[]): readonly string[] {
	return Object.keys(scenario.differs ?? {}).flatMap((name) => {
		const nearest = nearestName(name, known);
		return known.includes(name)
			? []
			: [`${file}: differs.${name}: there is no such gateway${nearest === undefined ? '' : `; did you mean \`${nearest}\`?`}`];
	});
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

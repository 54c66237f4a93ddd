// What else differs between two sides: a difference that is shown may then come from there.
import type {RunValues} from './run-values.ts';
import type {Side} from './side.ts';

export function warningsOf(a: Side, b: Side): readonly string[] {
	const differ = (what: string, left: string, right: string) =>
		left === right ? [] : [`${what} differ: ${a.label} ${left}, ${b.label} ${right}`];
	const hostFields = ['kernel', 'cpus', 'memoryBytes', 'engine', 'cgroup'] as const;
	return [
		...differ('tool versions', a.toolVersion, b.toolVersion),
		...hostFields.flatMap((field) => differ(`hosts (${field})`, String(a.host[field]), String(b.host[field]))),
		...imageWarnings(a, b),
		...differ('rates', rates(a.runs), rates(b.runs)),
		...faultWarnings(a, b),
	];
}

/** Images of one gateway; two gateways have two images anyway. */
function imageWarnings(a: Side, b: Side): readonly string[] {
	const [left, right] = [imagesOf(a.runs), imagesOf(b.runs)];
	return [...left].flatMap(([gateway, image]) => {
		const other = right.get(gateway);
		return other === undefined || other === image ? [] : [`images of ${gateway} differ: ${a.label} ${image}, ${b.label} ${other}`];
	});
}

function imagesOf(runs: readonly RunValues[]): ReadonlyMap<string, string> {
	const byGateway = Map.groupBy(runs, ({gateway}) => gateway);
	return new Map(
		[...byGateway].map(([gateway, found]) => [
			gateway,
			[...new Set(found.map(({image}) => `${image.version} (${image.digest.slice(0, 19)})`))].sort().join(' and '),
		]),
	);
}

/** To two figures: arrivals vary a little. */
function rates(runs: readonly RunValues[]): string {
	return [...new Set(runs.map(({ratePerSecond}) => `${Number(ratePerSecond.toPrecision(2))} per second`))].sort().join(' and ');
}

function faultWarnings(a: Side, b: Side): readonly string[] {
	const faults = new Map(b.runs.map((run) => [`${run.scenario} ${run.mode}`, run.fault]));
	const names = a.runs
		.filter((run) => (faults.get(`${run.scenario} ${run.mode}`) ?? run.fault) !== run.fault)
		.map(({scenario}) => scenario);
	return names.length === 0 ? [] : [`faults differ between ${a.label} and ${b.label}: ${[...new Set(names)].join(', ')}`];
}

// The line that repeats one run, to be pasted into a shell.
import path from 'node:path';
import type {GatewayKind} from '../gateways/gateway.ts';
import {shippedScenarios} from './load-scenario.ts';
import type {PlanOptions} from './plan-options.ts';
import type {Variant} from './variants.ts';

export interface ReproParts {
	/** Absolute path of the scenario. */
	readonly file: string;
	readonly kind: GatewayKind;
	/** The gateway's image, where the user gave one. */
	readonly image: string | null;
	readonly variant: Variant;
	readonly options: PlanOptions;
	readonly seed: number;
	/** The scenario brings its own gateway. */
	readonly isForeign: boolean;
}

export function reproLine({file, kind, image, variant, options, seed, isForeign}: ReproParts): string {
	const {config, settings} = variant;
	const images = Object.entries({...options.images, [kind.image]: image === null ? [] : [image]});
	return [
		'npx gatequake run',
		quoted(scenarioWord(file)),
		...(isForeign ? [] : [`--gateway ${kind.name}`]),
		...(config === null ? [] : [`--config ${quoted(`${config.label}=${config.file}`)}`]),
		...Object.entries(settings).map(([option, value]) => `--set ${quoted(`${option}=${String(value)}`)}`),
		...Object.entries(options.aliases).flatMap(([part, names]) => names.map((name) => `--alias ${quoted(`${name}=${part}`)}`)),
		...images.flatMap(([part, references]) => references.map((reference) => `--image ${quoted(`${part}=${reference}`)}`)),
		...(options.ratePerSecond === null ? [] : [`--rate ${options.ratePerSecond}`]),
		...(options.instead.mode === 'withheld' ? ['--withhold-fault'] : []),
		...(options.instead.mode === 'wrong' ? [`--wrong-fault ${options.instead.fault.kind}`] : []),
		`--seed ${seed}`,
	].join(' ');
}

/** A shipped one that lies elsewhere, as in an installed package, is found by its name on any machine. */
function scenarioWord(file: string): string {
	const place = path.relative(process.cwd(), file);
	return place.startsWith('..') && path.dirname(file) === shippedScenarios ? path.parse(file).name : place;
}

/** One word for a shell. */
function quoted(word: string): string {
	return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

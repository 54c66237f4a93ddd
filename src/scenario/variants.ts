// The configs that a call compares: a user's own files, or the rendered one with each combination of neutral options.
import type {Config, PlanOptions} from './plan-options.ts';

export interface Variant {
	/** `default`, a config's own label, or `readTimeoutMs=1000`. */
	readonly label: string;
	readonly config: Config | null;
	readonly settings: Readonly<Record<string, unknown>>;
}

export function variantsOf({configs, settings}: Pick<PlanOptions, 'configs' | 'settings'>): readonly Variant[] {
	if (configs.length > 0) {
		return configs.map((config) => ({label: config.label, config, settings: {}}));
	}

	const combinations = settings.reduce<readonly Readonly<Record<string, unknown>>[]>(
		(all, {option, values}) => all.flatMap((chosen) => values.map((value) => ({...chosen, [option]: value}))),
		[{}],
	);
	return combinations.map((chosen) => ({
		label:
			settings.length === 0
				? 'default'
				: Object.entries(chosen)
						.map(([option, value]) => `${option}=${String(value)}`)
						.join(','),
		config: null,
		settings: chosen,
	}));
}

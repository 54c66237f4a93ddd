// Writes variants of scenarios, and pairs of faults, as scenario files, and runs them: what the rules have not been written from. Each file
// carries its seed in its name, `hang--v7.ts`, so that the same numbers come again. `npm run score -- --variants 6 --seed 7 --output FOLDER`.
import {spawnSync} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {halves} from './pair.ts';
import type {HalfName} from './pair.ts';
import {randomFrom} from '../helpers/timeline-builder.ts';
import {pick, varied} from './vary.ts';

export interface VariantOptions {
	readonly count: number;
	readonly seed: number;
	readonly gateways: readonly string[];
	readonly output: string;
	/** Of other versions: `nginx=my/nginx:1.22`. */
	readonly images?: readonly string[];
	/** Of the variants, how many have two faults. Default a third. */
	readonly pairShare?: number;
}

export function runVariants({count, seed, gateways, output, images = [], pairShare = 1 / 3}: VariantOptions): void {
	const random = randomFrom(seed);
	const files = path.join(output, 'scenarios');
	mkdirSync(files, {recursive: true});
	for (let index = 0; index < count; index++) {
		const own = seed * 1000 + index;
		const {name, text} = random() < pairShare ? pairFile(own, random) : variantFile(own, random);
		const file = path.join(files, `${name}.ts`);
		writeFileSync(file, text);
		const gateway = pick(gateways, random);
		const folder = path.join(output, `${name}.${gateway}`);
		const other = images.filter((image) => image.startsWith(`${gateway}=`)).flatMap((image) => ['--image', image]);
		const args = ['run', file, '--gateway', gateway, ...other, '--seed', String(own), '--output', folder];
		const cli = path.join(import.meta.dirname, '../../src/cli/main.ts');
		spawnSync(process.execPath, ['--no-warnings', cli, ...args], {stdio: 'inherit'});
	}
}

function variantFile(seed: number, random: () => number): {readonly name: string; readonly text: string} {
	const base = pick(varied, random);
	return {
		name: `${base}--v${seed}`,
		text: [
			`import scenario from ${at(`../../scenarios/${base}.ts`)};`,
			`import {randomFrom} from ${at('../helpers/timeline-builder.ts')};`,
			`import {vary} from ${at('vary.ts')};`,
			'',
			`export default vary(scenario, randomFrom(${seed}));`,
			'',
		].join('\n'),
	};
}

function pairFile(seed: number, random: () => number): {readonly name: string; readonly text: string} {
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets the keys' type.
	const all = Object.keys(halves) as HalfName[];
	const first = pick(all, random);
	const second = pick(
		all.filter((name) => name !== first),
		random,
	);
	return {
		name: `pair-${first}-${second}--v${seed}`,
		text: [
			`import {randomFrom} from ${at('../helpers/timeline-builder.ts')};`,
			`import {pair} from ${at('pair.ts')};`,
			'',
			`export default pair('${first}', '${second}', randomFrom(${seed}));`,
			'',
		].join('\n'),
	};
}

function at(file: string): string {
	return `'${path.join(import.meta.dirname, file)}'`;
}

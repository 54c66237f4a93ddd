// `gatequake export`: the samples of a saved run, for other tools.
import path from 'node:path';
import {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {GatequakeError, exitCodes} from '../error.ts';
import {loadTimeline} from '../run/save-timeline.ts';
import {samplesToCsv, samplesToNdjson} from '../timeline/sample-export.ts';
import {flagHelp, readArguments} from './arguments.ts';
import type {Flag} from './arguments.ts';
import type {Command} from './command.ts';

const formats = {csv: samplesToCsv, ndjson: samplesToNdjson} as const;

const flags: Readonly<Record<string, Flag>> = {
	format: {
		value: 'csv|ndjson',
		help: 'what to print (default csv)',
		check: (value) => (Object.hasOwn(formats, value) ? null : 'must be csv or ndjson'),
	},
};

export const exportCommand: Command = {
	summary: 'prints the samples of a saved run as CSV or NDJSON',
	help: `Usage: gatequake export DIR [--format csv|ndjson]

Prints one line for each intended request of a saved run (a folder below reports/<time>-<id>/).

${flagHelp(flags)}

Examples:
  gatequake export /tmp/report/steady.nginx.default.1 > samples.csv
  gatequake export /tmp/report/steady.nginx.default.1 --format ndjson | head
`,
	async run({argv, cwd, stdout}) {
		const {words, flags: given} = readArguments(argv, flags, 'export');
		const [folder] = words;
		if (folder === undefined || words.length > 1) {
			throw new GatequakeError(`expected the folder of one saved run, and ${words.length === 0 ? 'none' : words.length} came`, {
				code: 'BAD_ARGUMENTS',
				exitCode: 2,
				hint: 'gatequake export reports/<time>-<id>/<run>',
			});
		}

		const {samples} = await loadTimeline(path.resolve(cwd, folder));
		const lines = given.get('format')?.[0] === 'ndjson' ? samplesToNdjson(samples) : samplesToCsv(samples);
		await pipeline(Readable.from(lines), stdout, {end: false});
		return exitCodes.pass;
	},
};

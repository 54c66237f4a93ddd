// nginx's whole config: its file with what it includes, or what `nginx -T` prints, which is several files in one text, each behind a
// comment with its name. Each directive stands where nginx sees it, and keeps the file and line where it was written.
import {parseNginxConfig} from './parse-nginx-config.ts';
import type {ConfigProblem, ConfigText, NginxDirective, NginxTree} from './parse-nginx-config.ts';

/** Texts of the files that the words of an `include` name; null where they cannot be read. */
export type IncludedTexts = (pattern: string) => readonly ConfigText[] | null;

export interface NginxConfig extends NginxTree {
	/** Names in `include` of which nothing could be read. */
	readonly notRead: readonly string[];
	readonly files: readonly (string | null)[];
}

export interface PlacedDirective {
	readonly directive: NginxDirective;
	/** Blocks around it, the outermost first. */
	readonly around: readonly NginxDirective[];
}

export function readNginxConfig(main: ConfigText, included: IncludedTexts): NginxConfig {
	const dumped = filesOfDump(main.text);
	const [first = main, ...others] = dumped;
	const reading = new Reading(dumped.length === 0 ? included : (pattern) => dumpedFiles(pattern, first, others));
	const directives = reading.read(first, []);
	const {problems, notRead, files} = reading;
	return {directives, problems, notRead: [...notRead], files: [...files]};
}

/** All directives of a tree, in the order of the text. */
export function* allDirectives(
	directives: readonly NginxDirective[],
	around: readonly NginxDirective[] = [],
): Generator<PlacedDirective, void, undefined> {
	for (const directive of directives) {
		yield {directive, around};
		yield* allDirectives(directive.block ?? [], [...around, directive]);
	}
}

class Reading {
	readonly problems: ConfigProblem[] = [];
	readonly notRead = new Set<string>();
	readonly files = new Set<string | null>();
	readonly #included: IncludedTexts;

	constructor(included: IncludedTexts) {
		this.#included = included;
	}

	read(text: ConfigText, readers: readonly (string | null)[]): readonly NginxDirective[] {
		this.files.add(text.name);
		const {directives, problems} = parseNginxConfig(text);
		this.problems.push(...problems);
		return this.#withIncluded(directives, [...readers, text.name]);
	}

	#withIncluded(directives: readonly NginxDirective[], readers: readonly (string | null)[]): readonly NginxDirective[] {
		return directives.flatMap((directive) => {
			const {name, words, line, file, block} = directive;
			if (name !== 'include' || block !== null) {
				return [block === null ? directive : {...directive, block: this.#withIncluded(block, readers)}];
			}

			const pattern = words[0] ?? '';
			const texts = this.#included(pattern);
			if (texts === null) this.notRead.add(pattern);
			return (texts ?? []).flatMap((text) => {
				if (!readers.includes(text.name)) return this.read(text, readers);
				this.problems.push({file, line, problem: `expected files that do not include themselves, and ${text.name} does`});
				return [];
			});
		});
	}
}

/** Empty where the text is no dump. What stands before the first name is what nginx says of the config. */
function filesOfDump(text: string): readonly ConfigText[] {
	const [, ...parts] = text.split(/^# configuration file (.*):$\n?/m);
	return parts.flatMap((name, index) => (index % 2 === 0 ? [{name, text: parts[index + 1] ?? ''}] : []));
}

function dumpedFiles(pattern: string, first: ConfigText, others: readonly ConfigText[]): readonly ConfigText[] | null {
	const folder = /^.*\//.exec(first.name ?? '')?.[0] ?? '';
	const matches = shellPattern(pattern.startsWith('/') ? pattern : folder + pattern);
	const found = others.filter(({name}) => matches.test(name ?? ''));
	// A pattern that no file has is no mistake in nginx either.
	return found.length === 0 && !/[*?[]/.test(pattern) ? null : found;
}

/** As glob(3) has it: neither `*` nor `?` is a slash. */
function shellPattern(pattern: string): RegExp {
	const source = pattern.replaceAll(/\*|\?|\[!?[^\]]+\]|[^]/g, (sign) =>
		sign === '*'
			? '[^/]*'
			: sign === '?'
				? '[^/]'
				: sign.length > 1
					? sign.replace('[!', '[^').replaceAll('\\', '\\\\')
					: sign.replace(/[\\^$.*+?()[\]{}|]/, String.raw`\$&`),
	);
	return new RegExp(`^${source}$`);
}

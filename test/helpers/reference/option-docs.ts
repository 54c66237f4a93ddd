// Options as their interfaces document them: names, types as written, doc comments. What values are taken is asked of the checkers.
import {globSync, readFileSync} from 'node:fs';
import path from 'node:path';
import type {OptionProblem} from '../../../src/expectations/expectation.ts';
import {projectFolder} from '../source-file.ts';
import {literal} from './literal.ts';
import {table} from './made-page.ts';

export interface OptionDoc {
	readonly name: string;
	readonly isOptional: boolean;
	/** As the interface has it. */
	readonly type: string;
	/** Its doc comment, on one line; empty where it has none. */
	readonly doc: string;
}

/** All problems of a value that has these options. */
export type Check = (options: Readonly<Record<string, unknown>>) => readonly OptionProblem[];

/** The interfaces and aliases of all files that match a glob, by name; with what they inherit. */
export function readOptionDocs(glob: string): (name: string) => readonly OptionDoc[] {
	const texts = globSync(glob, {cwd: projectFolder}).map((file) => readFileSync(path.join(projectFolder, file), 'utf8'));
	const interfaces = new Map(texts.flatMap((text) => [...interfacesIn(text)]));
	const aliases = new Map(
		texts.flatMap((text) => [...text.matchAll(/^export type (\w+) = (\w+);$/gm)].map(([, from = '', to = '']) => [from, to])),
	);
	return optionsOf;

	function optionsOf(name: string): readonly OptionDoc[] {
		const found = interfaces.get(aliases.get(name) ?? name);
		if (found === undefined) throw new Error(`there is no interface ${name} in ${glob}`);
		return [...found.own.map((option) => ({...option, type: spelledOut(option.type)})), ...found.parents.flatMap(optionsOf)];
	}

	/** Interfaces that a type names, by their members: a reader of the page has no editor to ask. Those with methods are made by calls. */
	function spelledOut(type: string): string {
		return type.replaceAll('readonly ', '').replaceAll(/(?<!['\w])[A-Z]\w+(?!['\w<])/g, (word) => {
			const members = interfaces.get(word)?.own;
			return members === undefined || interfaces.get(word)?.hasMethods === true
				? word
				: `{${members.map(({name, isOptional, type: inner}) => `${name}${isOptional ? '?' : ''}: ${spelledOut(inner)}`).join('; ')}}`;
		});
	}
}

interface ReadInterface {
	readonly hasMethods: boolean;
	readonly parents: readonly string[];
	readonly own: readonly OptionDoc[];
}

function interfacesIn(text: string): ReadonlyMap<string, ReadInterface> {
	const found = text.matchAll(/^(?:export )?interface (?<name>\w+)(?: extends (?<parents>[\w, ]+))? \{\n(?<body>[\s\S]*?)^\}$/gm);
	return new Map(
		[...found].map(({groups: {name = '', parents = '', body = ''} = {}}) => [
			name,
			{
				parents: parents
					.split(',')
					.map((parent) => parent.trim())
					.filter((parent) => parent !== ''),
				own: membersIn(body),
				hasMethods: /^\t\w+\(/m.test(body),
			},
		]),
	);
}

/** A type of several lines ends where its own indentation comes back. */
function membersIn(body: string): readonly OptionDoc[] {
	const members = body.matchAll(
		/^\t(?:\/\*\*(?<doc>(?:(?!\*\/)[\s\S])*)\*\/\n\t)?readonly (?<name>\w+)(?<mark>\??): (?<type>[\s\S]*?);\n(?=\t[^\t}]|$(?![\s\S]))/gm,
	);
	return [...members].map(({groups: {doc = '', name = '', mark = '', type = ''} = {}}) => ({
		name,
		isOptional: mark === '?',
		type: type.replaceAll(/\s+/g, ' '),
		doc: doc.replaceAll(/\s*\n\s*\*\s?/g, ' ').trim(),
	}));
}

export interface OptionsTable {
	readonly docs: readonly OptionDoc[];
	readonly check: Check;
	/** Options without a problem. */
	readonly base: Readonly<Record<string, unknown>>;
	/** Where defaults stand in the code beside the interface. */
	readonly defaults?: Readonly<Record<string, unknown>>;
	/** Known to the checkers, and nothing that people write. */
	readonly hidden?: readonly string[];
}

/** A row for each option. Whether the checkers know the same options is looked at here, so that no page can leave one out. */
export function optionsTable({docs, check, base, defaults, hidden = []}: OptionsTable): string {
	const known = knownOptions(check, base).filter((name) => !hidden.includes(name));
	const documented = docs.map(({name}) => name);
	if (known.toSorted().join() !== documented.toSorted().join()) {
		throw new Error(`the checkers know the options ${known.join(', ')}, and the interface has ${documented.join(', ')}`);
	}

	const silent = docs.filter(({doc}) => doc === '').map(({name}) => name);
	if (silent.length > 0) throw new Error(`no doc comment says what these options are: ${silent.join(', ')}`);
	const rows = docs.map(({name, type, doc}) => [
		`\`${name}\``,
		taken(name, type, check, base),
		...(defaults === undefined ? [] : [Object.hasOwn(defaults, name) ? `\`${literal(defaults[name])}\`` : '']),
		doc,
	]);
	return table(['option', 'takes', ...(defaults === undefined ? [] : ['default']), 'what it is'], rows);
}

/** From what the checkers say of a name that is like none. */
function knownOptions(check: Check, base: Readonly<Record<string, unknown>>): readonly string[] {
	const hint = check({...base, [unlike]: 1}).find(({path: where}) => where.endsWith(unlike))?.hint;
	const [, names] = /^known options: (.*)$/.exec(hint ?? '') ?? [];
	if (names === undefined) throw new Error(`the checkers do not say which options they know: ${hint ?? 'an unknown one is no problem'}`);
	return names.split(', ').filter((name) => name !== '');
}

const unlike = '§§§§§§§§§§§§§§§§§§§§';

/** What the checker itself says that a value must be; where that is no more than a shape, the type. */
function taken(name: string, type: string, check: Check, base: Readonly<Record<string, unknown>>): string {
	const {[name]: _own, ...without} = base;
	const said = (value: unknown) => problemsAt(check({...base, [name]: value}), name);
	const wanted = /must be (?<wanted>.+), not a function$/.exec(said(() => undefined)[0]?.message ?? '')?.groups?.['wanted'];
	const words = wanted === undefined || wanted.length > 200 || /^an (?:object|array)/.test(wanted) ? `\`${type}\`` : wanted;
	const isRequired = problemsAt(check(without), name).some(({message}) => message.endsWith('is missing'));
	const takesNull = !/\bnull\b/.test(words) && said(null).length === 0;
	return `${words}${takesNull ? ', or null' : ''}${isRequired ? '; required' : ''}`;
}

function problemsAt(problems: readonly OptionProblem[], name: string): readonly OptionProblem[] {
	return problems.filter(({path: where}) => where === name || where.endsWith(`.${name}`));
}

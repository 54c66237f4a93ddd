// A compose file as far as it tells which service is the gateway, and what stands behind it. Much may be written in several ways; what is
// read is the same for all of them. Nothing is started, and no environment is asked: variables have the defaults that the file gives them.
import path from 'node:path';
import {parseDocument} from 'yaml';
import {isRecord} from '../expectations/options.ts';
import {urlPathIn} from './url-path-in.ts';
import type {FolderFiles} from './read-folder.ts';
import type {NotUsable} from './targets.ts';

export interface ComposeService {
	readonly name: string;
	/** Null where it is built only. */
	readonly image: string | null;
	/** Files of the folder, each null where it is not built. */
	readonly context: string | null;
	readonly dockerfile: string | null;
	readonly ports: readonly ComposePort[];
	readonly exposed: readonly number[];
	/** What it depends on or is linked to. */
	readonly leansOn: readonly string[];
	/** Files and folders of the repository that are mounted, and where. */
	readonly mounts: readonly {readonly from: string; readonly to: string}[];
	/** Other names of it on its networks. */
	readonly names: readonly string[];
	readonly labels: readonly string[];
	/** Not started unless a profile is asked for. */
	readonly isOptional: boolean;
	readonly replicas: number;
	readonly networkMode: string | null;
	/** The path of its health check; null where it is none over HTTP. */
	readonly healthPath: string | null;
	/** It can be there only once on a machine: a name or a port of its own choice. */
	readonly onlyOnce: readonly string[];
}

export interface ComposePort {
	readonly inside: number;
	/** Of this machine; null where the engine chooses one. */
	readonly published: string | null;
}

export interface ComposeFile {
	readonly file: string;
	readonly services: readonly ComposeService[];
	/** Variables that the file gives no default. */
	readonly variables: readonly string[];
	/** Networks and volumes that must be there already. */
	readonly outside: readonly string[];
	/** Files that belong to it, and are not in the folder or were not read. */
	readonly notRead: readonly string[];
}

export function readCompose(file: string, files: FolderFiles): ComposeFile | NotUsable {
	const texts = withIncluded(file, files, []);
	const broken = texts.find(({problem}) => problem !== null);
	if (broken !== undefined) return {because: `cannot be read: ${broken.problem}`};
	const services = texts.flatMap(({name, content}) =>
		Object.entries(recordIn(content, 'services')).map(([service, value]) => serviceOf(service, value, {file: name, files})),
	);
	if (services.length === 0) return {because: 'has no services'};
	return {
		file,
		services,
		variables: [...new Set(texts.flatMap(({name}) => withoutDefault(files.get(name) ?? '')))].toSorted(),
		outside: texts.flatMap(({content}) => ['networks', 'volumes'].flatMap((kind) => externalIn(content, kind))),
		notRead: texts.flatMap(({notRead}) => notRead),
	};
}

interface ComposeText {
	readonly name: string;
	readonly content: Readonly<Record<string, unknown>>;
	readonly notRead: readonly string[];
	readonly problem: string | null;
}

/** `include` takes services from other files, and so may these. `extends` takes parts of one service, which are not looked for. */
function withIncluded(name: string, files: FolderFiles, readers: readonly string[]): readonly ComposeText[] {
	const text = files.get(name) ?? '';
	const {content, problem} = parsed(text);
	const included = listIn(content, 'include')
		.flatMap((entry) => (isRecord(entry) ? [entry['path']].flat() : [entry]))
		.filter((entry) => typeof entry === 'string')
		.map((entry) => beside(name, interpolated(entry)));
	const known = included.filter((entry) => files.has(entry) && !readers.includes(entry) && entry !== name);
	const extended = Object.values(recordIn(content, 'services')).flatMap((service) => {
		const other = isRecord(service) && isRecord(service['extends']) ? service['extends']['file'] : undefined;
		return typeof other === 'string' ? [beside(name, other)] : [];
	});
	return [
		{name, content, problem, notRead: [...new Set([...included.filter((entry) => !files.has(entry)), ...extended])]},
		...known.flatMap((entry) => withIncluded(entry, files, [...readers, name])),
	];
}

function parsed(text: string): Pick<ComposeText, 'content' | 'problem'> {
	try {
		const document = parseDocument(text, {merge: true, logLevel: 'silent'});
		const [problem] = document.errors;
		const content: unknown = problem === undefined ? document.toJS() : null;
		return {
			content: isRecord(content) ? content : {},
			problem: problem === undefined ? null : (problem.message.split('\n')[0] ?? '').replace(/:$/, ''),
		};
	} catch (error) {
		// Aliases that grow without bound.
		return {content: {}, problem: error instanceof Error ? error.message : String(error)};
	}
}

interface Place {
	readonly file: string;
	readonly files: FolderFiles;
}

function serviceOf(name: string, value: unknown, {file, files}: Place): ComposeService {
	const service = isRecord(value) ? value : {};
	const build = service['build'];
	const built = typeof build === 'string' ? {context: build} : isRecord(build) ? build : null;
	const context = built === null ? null : beside(file, textIn(built, 'context') ?? '.');
	const dockerfile = built === null || context === null ? null : path.posix.join(context, textIn(built, 'dockerfile') ?? 'Dockerfile');
	const ports = listIn(service, 'ports').flatMap(portOf);
	const container = textIn(service, 'container_name');
	const deploy = recordIn(service, 'deploy');
	return {
		name,
		image: textIn(service, 'image'),
		context,
		dockerfile,
		ports,
		exposed: listIn(service, 'expose').flatMap((port) => numberOf(port)),
		leansOn: [...namesIn(service, 'depends_on'), ...namesIn(service, 'links').map((link) => link.replace(/:.*$/, ''))],
		mounts: listIn(service, 'volumes').flatMap((mount) => mountOf(mount, file)),
		names: [...(container === null ? [] : [container]), ...orNone(textIn(service, 'hostname')), ...aliasesOf(service)],
		labels: pairsIn(service, 'labels'),
		isOptional: listIn(service, 'profiles').length > 0,
		replicas: numberOf(deploy['replicas'])[0] ?? numberOf(service['scale'])[0] ?? 1,
		networkMode: textIn(service, 'network_mode'),
		healthPath: urlPathIn([recordIn(service, 'healthcheck')['test']].flat().join(' ')) ?? healthOf(files.get(dockerfile ?? '') ?? ''),
		onlyOnce: [
			...(container === null ? [] : [`the name ${container}`]),
			...ports.flatMap(({published}) => (published === null || published === '0' ? [] : [`port ${published}`])),
		],
	};
}

function portOf(value: unknown): readonly ComposePort[] {
	if (isRecord(value)) {
		const published = value['published'];
		return numberOf(value['target']).map((inside) => ({
			inside,
			published: published === undefined ? null : interpolated(words(published)),
		}));
	}

	const [numbers = '', protocol = 'tcp'] = interpolated(words(value)).split('/');
	const parts = numbers.split(':');
	return protocol === 'tcp' ? numberOf(parts.at(-1)).map((inside) => ({inside, published: parts.at(-2) ?? null})) : [];
}

function mountOf(value: unknown, file: string): ComposeService['mounts'] {
	const [from, to] = isRecord(value) ? [value['source'], value['target']] : interpolated(words(value)).split(':');
	return typeof from === 'string' && typeof to === 'string' && from.startsWith('.') ? [{from: beside(file, from), to}] : [];
}

function aliasesOf(service: Readonly<Record<string, unknown>>): readonly string[] {
	return Object.values(recordIn(service, 'networks')).flatMap((network) => (isRecord(network) ? namesIn(network, 'aliases') : []));
}

function externalIn(content: Readonly<Record<string, unknown>>, kind: string): readonly string[] {
	return Object.entries(recordIn(content, kind)).flatMap(([name, value]) =>
		isRecord(value) && value['external'] !== undefined && value['external'] !== false ? [`${kind.slice(0, -1)} ${name}`] : [],
	);
}

function healthOf(dockerfile: string): string | null {
	return urlPathIn(/^HEALTHCHECK\b(.*(?:\\\n.*)*)/im.exec(dockerfile)?.[1] ?? '');
}

/** Of a value that may be written as a number, too. */
function words(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** A range tells its first one. */
function numberOf(value: unknown): readonly number[] {
	const number = Number.parseInt(interpolated(words(value)), 10);
	return Number.isSafeInteger(number) && number > 0 ? [number] : [];
}

function textIn(record: Readonly<Record<string, unknown>>, key: string): string | null {
	const value = record[key];
	return typeof value === 'string' ? interpolated(value) : null;
}

function recordIn(record: Readonly<Record<string, unknown>>, key: string): Readonly<Record<string, unknown>> {
	const value = record[key];
	return isRecord(value) ? value : {};
}

function listIn(record: Readonly<Record<string, unknown>>, key: string): readonly unknown[] {
	const value = record[key];
	return Array.isArray(value) ? value : typeof value === 'string' ? [value] : [];
}

/** A list of names, or a map whose keys are the names. */
function namesIn(record: Readonly<Record<string, unknown>>, key: string): readonly string[] {
	const list = listIn(record, key).map(words);
	return list.length > 0 ? list : Object.keys(recordIn(record, key));
}

/** `key=value`, as a list and as a map. */
function pairsIn(record: Readonly<Record<string, unknown>>, key: string): readonly string[] {
	return [...listIn(record, key).map(words), ...Object.entries(recordIn(record, key)).map(([name, value]) => `${name}=${words(value)}`)];
}

function orNone(value: string | null): readonly string[] {
	return value === null ? [] : [value];
}

function beside(file: string, name: string): string {
	return path.posix.join(path.posix.dirname(file), name).replace(/(?<=.)\/$/, '');
}

const variable = /\$(?:\$|\{(\w+)(?:(:?[-?+])([^{}]*))?\}|(\w+))/g;

/** With the defaults that stand in it; a variable without one is empty, as compose has it. */
function interpolated(text: string): string {
	return text.replace(variable, (whole, _name, operator: string | undefined, word: string | undefined) =>
		whole === '$$' ? '$' : operator?.endsWith('-') === true ? (word ?? '') : '',
	);
}

function withoutDefault(text: string): readonly string[] {
	const read = text.replaceAll(/(?:^|\s)#.*$/gm, '');
	return [...read.matchAll(variable)].flatMap(([, braced, operator, , plain]) =>
		operator?.endsWith('?') === true || operator === undefined ? orNone(braced ?? plain ?? null) : [],
	);
}

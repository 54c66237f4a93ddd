// Which gateway a folder is about, and whether its own config can be run as it is.
import path from 'node:path';
import type {IncludedTexts} from '../diagnosis/read-nginx-config.ts';
import {caddyTargets} from './caddy-targets.ts';
import {haproxyTargets} from './haproxy-targets.ts';
import {nginxTargets} from './nginx-targets.ts';
import type {FolderFiles} from './read-folder.ts';
import {isUsable} from './targets.ts';
import type {NotUsable, Targets} from './targets.ts';

export interface FoundGateway {
	readonly name: string;
	/** Its config in the folder; null where only its name was found, or nothing at all. */
	readonly file: string | null;
	/** How the file is run; null: a config is rendered from the scenario. */
	readonly config: UsableConfig | null;
	/** Why the file is not used; null where it is, or there is none. */
	readonly because: string | null;
}

export interface UsableConfig {
	readonly targets: Targets;
	/** A part of a config needs a whole one around it: the text of that, to be written. Null where the file is whole. */
	readonly wrapper: string | null;
}

export function findGateway(files: FolderFiles): FoundGateway {
	const names = [...files.keys()].toSorted((a, b) => depth(a) - depth(b) || a.localeCompare(b));
	const found = names.flatMap((file) => {
		const name = ownerOf(file, files.get(file) ?? '');
		return name === null ? [] : [judged(name, file, files)];
	});
	return mostUsable(found) ?? {name: imagedIn(files) ?? 'nginx', file: null, config: null, because: null};
}

/** Of the configs of one gateway, by the files that may be some. */
export function findConfigOf(software: string, names: readonly string[], files: FolderFiles): FoundGateway | null {
	return mostUsable(names.flatMap((file) => (ownerOf(file, files.get(file) ?? '') === software ? [judged(software, file, files)] : [])));
}

function mostUsable(found: readonly FoundGateway[]): FoundGateway | null {
	return found.find(({config}) => config?.wrapper === null) ?? found.find(({config}) => config !== null) ?? found[0] ?? null;
}

function depth(file: string): number {
	return file.split('/').length;
}

/** By its name, and where that tells nothing by what stands in it. */
function ownerOf(file: string, text: string): string | null {
	const name = path.posix.basename(file);
	if (name === 'haproxy.cfg') return 'haproxy';
	if (name === 'Caddyfile') return 'caddy';
	if (/^(?:envoy|traefik)\./.test(name)) return name.replace(/\..*$/, '');
	if (name.endsWith('.vcl')) return 'varnish';
	if (!name.endsWith('.conf') || name.startsWith('gatequake.')) return null;
	if (/^\s*(?:http|server)\s*\{/m.test(text)) return 'nginx';
	return /^\s*(?:<VirtualHost|ProxyPass|ServerRoot|LoadModule)\b/m.test(text) ? 'httpd' : null;
}

function judged(name: string, file: string, files: FolderFiles): FoundGateway {
	const text = files.get(file) ?? '';
	const wrapper = name === 'nginx' && !/^\s*http\s*\{/m.test(text) ? wrapperOf(file) : null;
	const targets = targetsIn(name, wrapper === null ? {file, text} : {file: 'gatequake.nginx.conf', text: wrapper}, files);
	return isUsable(targets) ? {name, file, config: {targets, wrapper}, because: null} : {name, file, config: null, because: targets.because};
}

function targetsIn(name: string, {file, text}: {readonly file: string; readonly text: string}, files: FolderFiles): Targets | NotUsable {
	if (text === '') return {because: 'cannot be read, or is too large'};
	if (name === 'nginx') return nginxTargets(file, text, includedFrom(file, files));
	if (name === 'haproxy') return haproxyTargets(file, text);
	if (name === 'caddy') return caddyTargets(text);
	return {because: `is one of ${name}'s, and \`gatequake init\` reads those of nginx, HAProxy and Caddy`};
}

/** As the image of nginx has such files: within `http`. */
function wrapperOf(file: string): string {
	return `# ${file} is a part of a config: this is a whole one around it, as nginx's image has it.\nevents {}\nhttp {\n\tinclude ${file};\n}\n`;
}

/** What stands in /etc/nginx in the container lies beside the config here. */
function includedFrom(file: string, files: FolderFiles): IncludedTexts {
	const folder = path.posix.dirname(file);
	return (words) => {
		const pattern = path.posix.join(folder, words.replace(/^\/etc\/nginx\//, ''));
		const source = pattern
			.replaceAll(/[\\^$.+()[\]{}|]/g, String.raw`\$&`)
			.replaceAll('?', '[^/]')
			.replaceAll('*', '[^/]*');
		const matching = new RegExp(`^${source}$`);
		const found = [...files].filter(([name]) => matching.test(name)).map(([name, text]) => ({name, text}));
		return found.length === 0 && !/[*?]/.test(words) ? null : found;
	};
}

/** Of an image that a compose file or a Dockerfile names. */
function imagedIn(files: FolderFiles): string | null {
	const texts = [...files].filter(([name]) => /(?:compose\.ya?ml|Dockerfile)$/.test(name)).map(([, text]) => text);
	const image = /^\s*(?:image:|FROM)\s*["']?(?:[\w.-]+\/)*(nginx|haproxy|httpd|caddy|envoy|traefik|varnish)\b/im.exec(
		texts.join('\n'),
	)?.[1];
	return image?.toLowerCase() ?? null;
}

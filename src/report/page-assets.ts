// What the page carries beside its text: one style sheet and one script. The script is made of uPlot and of the modules in page/ as they
// stand: their types are stripped, and each becomes a function of its own that is given what it imports. There is no build step.
import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {createRequire, stripTypeScriptTypes} from 'node:module';
import {pageStyle} from './style.ts';

export interface PageAssets {
	readonly style: string;
	readonly script: string;
	/** For the page's policy: this style and this script, and no other. */
	readonly styleHash: string;
	readonly scriptHash: string;
}

/** Made at the first call. */
export function pageAssets(): PageAssets {
	made ??= makeAssets();
	return made;
}

let made: PageAssets | undefined;

function makeAssets(): PageAssets {
	const style = `${packageFile('uplot/dist/uPlot.min.css')}\n${pageStyle}`;
	const script = inScript(`'use strict';\n${packageFile('uplot/dist/uPlot.iife.min.js')}\n${bundle(entry)}`);
	return {style, script, styleHash: hash(style), scriptHash: hash(script)};
}

// The published package holds the same modules as JavaScript.
const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
const entry = new URL(`page/main${extension}`, import.meta.url);

function packageFile(name: string): string {
	return readFileSync(createRequire(import.meta.url).resolve(name), 'utf8').trim();
}

/** Modules in the order in which they are needed, each after those that it imports. */
function bundle(start: URL): string {
	const names = new Map<string, string>();
	const parts: string[] = [];
	const add = (file: URL): string => {
		const known = names.get(file.href);
		if (known !== undefined) {
			return known;
		}

		const source = readFileSync(file, 'utf8');
		const code = extension === '.ts' ? stripTypeScriptTypes(source) : source;
		const body = code.replaceAll(/^import (?:\{([^}]*)\}|\w+) from '([^']+)';/gm, (_whole, imported: string | undefined, target: string) =>
			// A package, uPlot, is there under its own name.
			target.startsWith('.') ? `const {${(imported ?? '').replaceAll(' as ', ': ')}} = ${add(new URL(target, file))};` : '',
		);
		const name = `module${names.size}`;
		names.set(file.href, name);
		parts.push(asFunction(name, body));
		return name;
	};

	add(start);
	return parts.join('\n');
}

function asFunction(name: string, body: string): string {
	const exported = [...body.matchAll(/^export (?:async )?(?:function|const|let|class) (\w+)/gm)].map(([, word]) => word);
	return `const ${name} = (() => {\n${body.replaceAll(/^export /gm, '')}\nreturn {${exported.join(', ')}};\n})();`;
}

/** The end of a script is looked for in its text, strings and comments included. */
function inScript(code: string): string {
	return code.replaceAll(/<(?=\/script|!--)/gi, String.raw`\x3c`);
}

function hash(text: string): string {
	return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

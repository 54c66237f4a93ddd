// How every page begins: only Gatequake's own style may apply, and only its own script may run, where there is one. A log line that broke out
// of its escaping would still do nothing.
import {Markup, markup} from './markup.ts';
import {pageAssets} from './page-assets.ts';

export function pageHead(title: string, {script}: {readonly script: boolean}): Markup {
	const {style, styleHash, scriptHash} = pageAssets();
	const scripts = script ? ` script-src ${scriptHash};` : '';
	const policy = `default-src 'none'; style-src ${styleHash};${scripts} base-uri 'none'; form-action 'none'`;
	return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Gatequake: ${title}</title>
<style>${new Markup(style)}</style>
</head>`;
}

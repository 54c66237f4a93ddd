// Checks that tags nest and close, that text holds no stray `<` or `&`, and that no character is one that XML 1.0 forbids.

/** Throws at the first thing that is not well-formed. `voids` are elements that need no end (HTML only). */
export function assertWellFormed(text: string, voids: readonly string[] = []): void {
	// eslint-disable-next-line no-control-regex -- control characters are what is looked for.
	const forbidden = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/.exec(text);
	if (forbidden) {
		throw new Error(`a forbidden character at ${forbidden.index}`);
	}

	const body = text.replace(/^<\?xml[^>]*\?>|^<!doctype html>/, '').replaceAll(/(<(style|script)>)[^]*?(?=<\/\2>)/g, '$1');
	const open: string[] = [];
	const token = /<(\/?)([a-zA-Z][\w:-]*)((?:\s+[\w:-]+(?:="[^"<]*")?)*)\s*(\/?)>|([^<]+)|</g;
	for (const [whole, closing, name = '', attributes = '', selfClosing, characters] of body.matchAll(token)) {
		if (characters !== undefined || attributes !== '') {
			assertEntities(characters ?? attributes);
		}

		if (characters !== undefined) {
			continue;
		}

		if (whole === '<') {
			throw new Error('a stray <');
		}

		if (closing === '/') {
			const last = open.pop();
			if (last !== name) {
				throw new Error(`</${name}> closes <${last ?? 'nothing'}>`);
			}
		} else if (selfClosing !== '/' && !voids.includes(name)) {
			open.push(name);
		}
	}

	if (open.length > 0) {
		throw new Error(`never closed: ${open.join(' ')}`);
	}
}

function assertEntities(text: string): void {
	const stray = /&(?!(?:amp|lt|gt|quot|#39);)/.exec(text);
	if (stray) {
		throw new Error(`a stray & in ${text.slice(Math.max(0, stray.index - 20), stray.index + 20)}`);
	}
}

// `npm run semantics [-- GATEWAY ...]`: measures what gateways make of failures, writes docs/semantics.json and docs/semantics.md, and ends
// with 1 where a gateway's table says something else.
import {readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {gateways} from '../../src/gateways/gateways.ts';
import {checkCell} from './check-cell.ts';
import {measure} from './measure.ts';
import type {MeasuredCell} from './measure.ts';
import {renderSemantics} from './render-semantics.ts';
import type {Semantics} from './render-semantics.ts';
import {stories, unmeasured} from './stories.ts';

const docs = fileURLToPath(new URL('../../docs/', import.meta.url));
const file = path.join(docs, 'semantics.json');
const words = process.argv.slice(2);
const unknown = words.filter((word) => gateways[word] === undefined && !stories.some(({name}) => name === word));
if (unknown.length > 0) {
	console.error(
		`expected gateways (${Object.keys(gateways).join(', ')}) or causes (${stories.map(({name}) => name).join('; ')}), got ${unknown.join(', ')}`,
	);
	process.exit(2);
}

const named = Object.values(gateways).filter(({name}) => words.includes(name));
const chosen = stories.filter(({name}) => words.includes(name));
const fresh = await measure({
	gateways: named.length === 0 ? Object.values(gateways) : named,
	stories: chosen.length === 0 ? stories : chosen,
	onCell({gateway, story, cell, note}) {
		console.log(`${gateway} · ${story}: ${cell === null ? `n/a, ${note}` : JSON.stringify({...cell, line: undefined})}`);
	},
});
// What was not measured now stays as it was measured before.
const before = await savedCells();
const isFresh = (old: MeasuredCell) => fresh.some(({gateway, story}) => gateway === old.gateway && story === old.story);
const all = [...before.filter((old) => !isFresh(old)), ...fresh];
const order = (cell: MeasuredCell) =>
	Object.keys(gateways).indexOf(cell.gateway) * 1000 + stories.findIndex(({name}) => name === cell.story);
const semantics: Semantics = {
	measuredOn: new Date().toISOString().slice(0, 10),
	cells: all.filter((cell) => order(cell) >= 0 && stories.some(({name}) => name === cell.story)).toSorted((a, b) => order(a) - order(b)),
};
await writeFile(file, `${JSON.stringify(semantics, null, '\t')}\n`);
await writeFile(path.join(docs, 'semantics.md'), renderSemantics(semantics, stories, unmeasured));
const problems = fresh.flatMap((cell) => {
	const story = stories.find(({name}) => name === cell.story);
	const kind = gateways[cell.gateway];
	return story === undefined || kind === undefined ? [] : checkCell(cell, story, kind);
});
console.log(problems.length === 0 ? 'every table says what was measured' : problems.join('\n'));
process.exit(problems.length === 0 ? 0 : 1);

async function savedCells(): Promise<readonly MeasuredCell[]> {
	try {
		// Written by this script.
		const saved: Semantics = JSON.parse(await readFile(file, 'utf8'));
		return saved.cells;
	} catch {
		return [];
	}
}

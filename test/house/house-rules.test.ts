import test from 'ava';
import {
	fileCycles,
	folderCycles,
	importedOutside,
	importsBeyond,
	impureCalls,
	loadsBeyond,
	oddlyNamed,
	pastTheDoors,
	sayingNothing,
	storyProblems,
	tooLong,
	typesImportedOutside,
	unusedDoors,
} from '../helpers/house-rules.ts';
import {parseSource} from '../helpers/source-file.ts';

const onlyRuntime = {packages: ['dockerode'], allowed: (file: string) => file.startsWith('src/runtime/')};

function impureUses(text: string): number {
	return impureCalls([parseSource('src/report/a.ts', text)], ['report']).length;
}

test('imports are read with their kind: values, types, side effects, dynamic ones, workers', (t) => {
	const {imports} = parseSource(
		'src/load/a.ts',
		`// import x from 'comment';
import fs from 'node:fs';
import type {Plan} from '../scenario/plan.ts';
import {
	one,
	two,
} from './b.ts';
import './side.ts';
export {three} from './c.ts';
export type {Four} from './d.ts';
const {default: cannon} = await import('autocannon');
const worker = new Worker(new URL('worker.ts', import.meta.url));
/* import y from 'block'; */
`,
	);
	t.deepEqual(imports.map(({target, typeOnly}) => `${typeOnly ? 'type ' : ''}${target}`).toSorted(), [
		'autocannon',
		'node:fs',
		'src/load/b.ts',
		'src/load/c.ts',
		'src/load/side.ts',
		'src/load/worker.ts',
		'type src/load/d.ts',
		'type src/scenario/plan.ts',
	]);
});

test('exports are read: declared, listed, renamed', (t) => {
	const {exports} = parseSource(
		'src/load/a.ts',
		`export const one = 1;
export async function two() {}
export interface Three {}
export {four, five as six} from './b.ts';
`,
	);
	t.deepEqual(exports, ['one', 'two', 'Three', 'four', 'six']);
});

test('a package behind its border is a complaint; its types are one of their own', (t) => {
	const outside = parseSource('src/load/a.ts', "import Docker from 'dockerode';");
	const types = parseSource('src/load/b.ts', "import type Docker from 'dockerode';");
	const inside = parseSource('src/runtime/c.ts', "import Docker from 'dockerode';");
	t.deepEqual(importedOutside([outside, types, inside], onlyRuntime), ['src/load/a.ts imports dockerode']);
	t.deepEqual(typesImportedOutside([outside, types, inside], onlyRuntime), ['src/load/b.ts imports types of dockerode']);
});

test('a judging file that imports the file system or the doing half is a complaint, for types it is none', (t) => {
	const files = [
		parseSource('src/report/a.ts', "import {readFile} from 'node:fs/promises';\nimport {b} from '../timeline/b.ts';"),
		parseSource('src/timeline/b.ts', "import {run} from '../run/run-one.ts';\nimport type {Plan} from '../scenario/plan.ts';"),
	];
	t.deepEqual(importsBeyond(files, ['report', 'timeline'], ['report', 'timeline']), [
		'src/report/a.ts imports node:fs/promises',
		'src/timeline/b.ts imports src/run/run-one.ts',
	]);
});

test('a judging file that asks a clock or a die is a complaint; a date from a number, a comment and a string are none', (t) => {
	t.is(impureUses('const now = Date.now();'), 1);
	t.is(impureUses('const now = new Date();'), 1);
	t.is(impureUses('const now = performance.now();'), 1);
	t.is(impureUses('const now = process.hrtime.bigint();'), 1);
	t.is(impureUses('const die = Math.random();'), 1);
	t.is(impureUses('setTimeout(judge, 10);'), 1);
	t.is(impureUses("await fetch('http://127.0.0.1');"), 1);
	t.is(impureUses("const then = new Date(atMs); // not Date.now()\nconst advice = 'never call Date.now()';"), 0);
	t.is(impureCalls([parseSource('src/run/a.ts', 'Date.now();')], ['report']).length, 0);
});

test('what a program in a container reaches through others is a complaint too', (t) => {
	const files = [
		parseSource(
			'src/load/generator.ts',
			"import {a} from './a.ts';\nimport net from 'node:net';\nimport type {P} from '../scenario/plan.ts';",
		),
		parseSource('src/load/a.ts', "import {run} from '../run/run-one.ts';\nimport lodash from 'lodash';"),
	];
	t.deepEqual(loadsBeyond(files, ['src/load/generator.ts'], ['load']), [
		'a program in a container loads src/run/run-one.ts',
		'a program in a container loads lodash',
	]);
});

test('an inner file of another folder is a complaint, type or not; a door nobody uses is one', (t) => {
	const files = [
		parseSource(
			'src/run/a.ts',
			"import {x} from '../faults/fault.ts';\nimport type {y} from '../faults/witness.ts';\nimport {e} from '../error.ts';",
		),
		parseSource('src/faults/b.ts', "import {x} from './witness.ts';"),
	];
	const doors = {faults: ['fault.ts', 'faults.ts']};
	t.deepEqual(pastTheDoors(files, doors), ['src/run/a.ts imports src/faults/witness.ts, which is no door of faults']);
	t.deepEqual(unusedDoors(files, doors), ['src/faults/faults.ts is called a door, and no other folder imports it']);
});

test('rings of folders and of files are complaints, rings through types are none', (t) => {
	const ring = [
		parseSource('src/a/one.ts', "import {x} from '../b/two.ts';"),
		parseSource('src/b/two.ts', "import {x} from '../c/three.ts';"),
		parseSource('src/c/three.ts', "import {x} from '../a/one.ts';"),
	];
	t.deepEqual(folderCycles(ring), ['a → b → c → a', 'b → c → a → b', 'c → a → b → c']);
	t.is(fileCycles(ring).length, 3);
	const types = [...ring.slice(0, 2), parseSource('src/c/three.ts', "import type {x} from '../a/one.ts';")];
	t.deepEqual(folderCycles(types), []);
	t.deepEqual(fileCycles(types), []);
	// A worker that imports from the file that starts it is no ring.
	const worker = parseSource('src/a/thread.ts', "import {x} from './owner.ts';");
	t.deepEqual(fileCycles([worker, parseSource('src/a/owner.ts', "new Worker(new URL('./thread.ts', import.meta.url));")]), []);
	// No file is in a ring here, and the folders are.
	const acrossFiles = [...types, parseSource('src/c/four.ts', "import {x} from '../a/one.ts';")];
	t.deepEqual(fileCycles(acrossFiles), []);
	t.is(folderCycles(acrossFiles).length, 3);
});

test('a file named after none of its exports is a complaint, unless it is exempt', (t) => {
	const odd = parseSource('src/load/sorting.ts', 'export const quick = 1;');
	const fine = parseSource('src/load/socket-tables.ts', 'export class ListenerTable {}');
	t.is(oddlyNamed([odd, fine], []).length, 1);
	t.is(oddlyNamed([odd, fine], ['src/load/sorting.ts']).length, 0);
});

test('a name that says nothing, a file over the limit, and a story of another length are complaints', (t) => {
	t.is(sayingNothing([parseSource('src/load/utils.ts', ''), parseSource('src/load/utilise.ts', '')]).length, 1);
	const long = parseSource('src/load/a.ts', 'one\n'.repeat(301));
	t.is(tooLong([long], 300, []).length, 1);
	t.is(tooLong([long], 301, []).length, 0);
	t.is(tooLong([long], 300, ['src/load/a.ts']).length, 0);
	t.is(storyProblems('a.ts', '// one\n// two\nimport x').length, 1);
	t.is(storyProblems('a.ts', '// one\n// two\n// three\nimport x').length, 0);
	t.is(storyProblems('a.ts', '// one\n// two\n// three\n// four\nimport x').length, 1);
});

// What an editor shows over a name of the public API: a doc comment on each, and for faults the sentence of the table and a call that works.
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {faults} from '../../src/faults/faults.ts';
import {importDefault} from '../../src/scenario/import-default.ts';
import {isRecord} from '../../src/expectations/options.ts';
import {temporaryFolder} from '../helpers/command.ts';
import {makerName, makerOfFault} from '../helpers/reference/faults-page.ts';
import {buildPlan} from '../helpers/timeline-builder.ts';
import {projectFolder} from '../helpers/source-file.ts';

/** Names of the public API, and the files that they come from. */
const exported = readNames('src/index.ts', '');

function readNames(file: string, only: string): readonly {readonly name: string; readonly file: string}[] {
	const text = textOf(file);
	return [...text.matchAll(/^export (?:type )?\{([^}]*)\} from '(\.[^']+)';$/gm)].flatMap(([, names = '', from = '']) =>
		names
			.split(',')
			.map((name) => name.trim().replace(/ as .*$/, ''))
			.filter((name) => name !== '' && (only === '' || name === only))
			.map((name) => ({name, file: path.posix.join(path.posix.dirname(file), from)})),
	);
}

function textOf(file: string): string {
	return readFileSync(path.join(projectFolder, file), 'utf8');
}

/** Of its declaration, wherever files on the way take it from; null where it has none. */
function docOf(name: string, file: string): string | null {
	const text = textOf(file);
	const declared = new RegExp(`^export (?:async )?(?:function|const|interface|type|class) ${name}\\b`, 'm').exec(text);
	if (declared === null) {
		const [further] = readNames(file, name);
		return further === undefined ? null : docOf(name, further.file);
	}

	return (
		/\/\*\*((?:(?!\*\/)[^])*)\*\/\n$/
			.exec(text.slice(0, declared.index))?.[1]
			?.replaceAll(/\s*\n \*(?: |(?=\n)|$)/g, '\n')
			.trim() ?? null
	);
}

test('everything that the public API exports says over itself what it is', (t) => {
	t.true(exported.length > 100);
	t.deepEqual(
		exported.filter(({name, file}) => (docOf(name, file) ?? '') === '').map(({name, file}) => `${name} in ${file}`),
		[],
	);
});

test('over a fault stands what the table says of it, and a call that can be copied', async (t) => {
	await using folder = await temporaryFolder();
	const examples = Object.entries(faults).map(([kind, {summary}]) => {
		const name = makerName(kind);
		const doc = docOf(name, exported.find((each) => each.name === name)?.file ?? '') ?? '';
		t.regex(doc, /^[A-Z]/, kind);
		t.is(doc.split('\n')[0]?.toLowerCase(), `${summary}.`.toLowerCase(), kind);
		return [kind, /^@example (.*)$/m.exec(doc)?.[1] ?? ''] as const;
	});
	const file = path.join(folder.path, 'examples.mjs');
	const makers = Object.keys(faults).map(makerName).join(', ');
	writeFileSync(
		file,
		`import {${makers}} from 'gatequake';\nexport default {${examples.map(([kind, call]) => `'${kind}': ${call}`).join(',\n')}};\n`,
	);
	const made = await importDefault(file, {code: 'BAD_EXAMPLE', write: 'an example'});
	for (const [kind] of examples) {
		const fault: unknown = isRecord(made) ? made[kind] : undefined;
		if (!isRecord(fault) || !isRecord(fault['options'])) {
			t.fail(`the example of ${kind} makes no fault`);
			continue;
		}

		t.is(fault['kind'], kind);
		// What the topology lacks is no mistake of the call.
		const problems = kind === 'sequence' ? [] : makerOfFault(kind)(fault['options']).check(buildPlan({}));
		t.deepEqual(
			problems.filter(({path: where, hint = ''}) => where.startsWith('fault.') && /known options|did you mean/.test(hint)),
			[],
			kind,
		);
	}
});

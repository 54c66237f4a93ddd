// Every command that the documents and the help show is run, or planned, or gets as far as asking for an engine: words, flags, names and
// files are what they say.
import process from 'node:process';
import test from 'ava';
import {codeIn, fencesIn, markdownFiles} from '../helpers/markdown.ts';
import {programsIn} from '../helpers/shell-line.ts';
import {commandsIn, examplesInHelp, problemInSentence, problemWith} from '../helpers/shown-commands.ts';
import type {ShownCommand} from '../helpers/shown-commands.ts';
import {shownSandbox} from '../helpers/shown-sandbox.ts';

// Nobody answers there: nothing that is shown may touch a container when it is tested.
process.env['DOCKER_HOST'] = 'unix:///nowhere/engine.sock';

const pages = markdownFiles().filter(({file}) => file !== 'CHANGELOG.md');

/** Languages of blocks. A command stands in `sh`, and nowhere else. */
const languages = ['sh', 'ts', 'text', 'json', 'yaml', 'nginx', 'dockerfile'];

test('every block says what language it is in', (t) => {
	t.deepEqual(
		pages.flatMap(fencesIn).filter(({language}) => !languages.includes(language)),
		[],
	);
});

const shown = [
	...pages.map((page) => ({file: page.file, commands: commandsIn(page)})),
	{file: 'the help of each command', commands: examplesInHelp()},
];
for (const {file, commands} of shown.filter((each) => each.commands.length > 0)) {
	test(`${file}: its commands do what they say`, async (t) => {
		t.timeout(180_000);
		await using sandbox = await shownSandbox();
		for (const command of commands) {
			const problem = await problemWith(command, sandbox);
			t.is(problem, null, `${command.at}: ${command.words.join(' ')}`);
		}
	});
}

test('commands and flags within sentences are those that there are', (t) => {
	t.deepEqual(
		pages.flatMap((page) =>
			codeIn(page).flatMap((code) => (problemInSentence(code) === null ? [] : [`${page.file}: ${code}: ${problemInSentence(code)}`])),
		),
		[],
	);
});

function shownAs(line: string): readonly ShownCommand[] {
	return commandsIn({file: 'a.md', text: `\`\`\`sh\n${line}\n\`\`\``});
}

test('a wrong flag, command, scenario, gateway, script, file or program is found', async (t) => {
	await using sandbox = await shownSandbox();
	const told = async (line: string) => {
		const problems = await Promise.all(shownAs(line).map(async (command) => await problemWith(command, sandbox)));
		return problems.join('; ');
	};
	t.regex(await told('npx gatequake run hang --repet 2'), /unknown flag --repet; did you mean --repeat\?/);
	t.regex(await told('npx gatequake run hangs'), /there is no scenario `hangs`/);
	t.regex(await told('npx gatequake run hang --gateway ngnix'), /ngnix/);
	t.regex(await told('npx gatequake run hang --config a=gone.conf'), /gone\.conf/);
	t.regex(await told('gatequake rum hang'), /there is no command rum/);
	t.regex(await told('gatequake judge /tmp/gone'), /expected a saved run/);
	t.regex(await told('gatequake sweep --all'), /unknown flag --all/);
	t.regex(await told('npm run tset'), /has no script tset/);
	t.regex(await told('node test/gone.ts'), /there is no file test\/gone\.ts/);
	t.regex(await told('npx cowsay hello'), /npx cowsay is not gatequake/);
	t.regex(await told('make install'), /make is no program that a test knows/);
	t.is(await told('gatequake sweep --kept'), '');
	t.is(problemInSentence('gatequake run NAME --gatway x'), 'gatequake run has no --gatway');
	t.is(problemInSentence('npx gatequake rum'), 'there is no command rum');
	t.is(problemInSentence('--gatway'), 'no command has the flag --gatway');
	t.is(problemInSentence('--gateway a,b'), null);
});

function wordsOf(line: string): readonly (readonly string[])[] {
	return programsIn(line).map(({words}) => words);
}

test('a line of a shell is cut into programs and words', (t) => {
	t.deepEqual(wordsOf(`A=b gatequake run 'x y' "z" > out.csv 2>&1 | head # why`), [['gatequake', 'run', 'x y', 'z'], ['head']]);
	t.deepEqual(wordsOf('cd a && npm ci; # nothing'), [
		['cd', 'a'],
		['npm', 'ci'],
	]);
	t.deepEqual(wordsOf('# nothing'), []);
	t.throws(() => programsIn("echo 'a"), {message: /a quote does not end/});
});

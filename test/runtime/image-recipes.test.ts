import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test from 'ava';
import {packageFolder} from '../../src/runtime/image-programs.ts';
import {imageEntries, imageRecipes, imageSource, imageTag} from '../../src/runtime/image-recipes.ts';
import {imageNames} from '../../src/runtime/runtime.ts';
import type {ImageName} from '../../src/runtime/runtime.ts';

for (const name of imageNames) {
	test(`image ${name} has a folder whose Dockerfile is built on PARENT and says its version`, (t) => {
		const file = path.join(imageSource(name).folder, 'Dockerfile');
		t.true(existsSync(file));
		const text = readFileSync(file, 'utf8');
		t.regex(text, /^ARG PARENT\nFROM \$\{PARENT\}$/m);
		if (imageRecipes[name].versionLine === undefined) {
			t.regex(text, /^RUN echo "gatequake-version /m);
		} else {
			// Nothing but the program is there to run.
			t.regex(text, /^RUN \["/m);
		}
	});

	test(`image ${name} has the same tag each time it is asked`, async (t) => {
		const tag = await imageTag(imageSource(name));
		t.regex(tag, new RegExp(`^gatequake/${name}:(trixie-|forky-)?[0-9a-f]{12}$`));
		t.is(await imageTag(imageSource(name)), tag);
	});
}

test('on an official image the host adds no Node of its own', async (t) => {
	const [official, ours] = [await imageEntries(imageSource('node'), true), await imageEntries(imageSource('node'), false)];
	t.deepEqual(
		official.map((entry) => entry.path),
		['Dockerfile', 'rootfs'],
	);
	t.like(ours[2], {path: 'rootfs/usr/local/bin/node', from: process.execPath});
});

test('the load generator goes along with autocannon', async (t) => {
	const entries = await imageEntries(imageSource('loadgen'), false);
	t.true(entries.some((entry) => entry.path === 'gatequake/node_modules/autocannon'));
	t.true(entries.some((entry) => entry.path === 'gatequake/src/load/generator.ts'));
});

test('the image of the tool has all that it runs with, and nothing that only its making needs', async (t) => {
	const paths = new Set((await imageEntries(imageSource('tool'), false)).map((entry) => entry.path));
	for (const name of [
		'src/cli/main.ts',
		'scenarios/steady.ts',
		'docker/app/Dockerfile',
		'apps/php/index.php',
		'node_modules/dockerode',
		'package.json',
	]) {
		t.true(paths.has(`gatequake/${name}`), name);
	}

	t.false(paths.has('gatequake/node_modules/typescript'));
	t.false([...paths].some((name) => name.startsWith('gatequake/test/')));
});

test('every image has a recipe, and its parents end at Debian', (t) => {
	t.deepEqual(imageNames.toSorted(), Object.keys(imageRecipes).toSorted());
	for (const name of imageNames) {
		const chain: ImageName[] = [];
		for (let next: ImageName | null = name; next !== null;) {
			t.false(chain.includes(next));
			chain.push(next);
			next = parentOf(next);
		}
		t.true(['base', 'base-next'].includes(chain.at(-1) ?? ''));
	}
});

test('an image that is not shipped is built from its own folder on Debian, and is known by what is in it', async (t) => {
	const folder = path.join(packageFolder, 'docker', 'nginx');
	const own = imageSource({name: 'mine', folder});
	t.like(own, {name: 'mine', folder, parent: {image: 'base'}, official: null});
	t.regex(await imageTag(own), /^gatequake\/mine:[0-9a-f]{12}$/);
});

function parentOf(name: ImageName): ImageName | null {
	const {parent} = imageRecipes[name];
	return 'image' in parent ? parent.image : null;
}

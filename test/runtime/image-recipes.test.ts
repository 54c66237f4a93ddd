import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test from 'ava';
import {packageFolder} from '../../src/runtime/image-programs.ts';
import {imageEntries, imageNames, imageRecipes, imageTag} from '../../src/runtime/image-recipes.ts';
import type {ImageName} from '../../src/runtime/runtime.ts';

for (const name of imageNames) {
	test(`image ${name} has a folder whose Dockerfile is built on PARENT and says its version`, (t) => {
		const file = path.join(packageFolder, 'docker', name, 'Dockerfile');
		t.true(existsSync(file));
		const text = readFileSync(file, 'utf8');
		t.regex(text, /^ARG PARENT\nFROM \$\{PARENT\}$/m);
		t.regex(text, /^RUN echo "gatequake-version /m);
	});

	test(`image ${name} has the same tag each time it is asked`, async (t) => {
		const tag = await imageTag(name);
		t.regex(tag, new RegExp(`^gatequake/${name}:(trixie-)?[0-9a-f]{12}$`));
		t.is(await imageTag(name), tag);
	});
}

test('on an official image the host adds no Node of its own', async (t) => {
	const [official, ours] = [await imageEntries('node', true), await imageEntries('node', false)];
	t.deepEqual(
		official.map((entry) => entry.path),
		['Dockerfile', 'rootfs'],
	);
	t.like(ours[2], {path: 'rootfs/usr/local/bin/node', from: process.execPath});
});

test('the load generator goes along with autocannon', async (t) => {
	const entries = await imageEntries('loadgen', false);
	t.true(entries.some((entry) => entry.path === 'gatequake/node_modules/autocannon'));
	t.true(entries.some((entry) => entry.path === 'gatequake/src/load/generator.ts'));
});

test('every image of the table is built by set-up, and parents end at Debian', (t) => {
	t.deepEqual(imageNames.toSorted(), Object.keys(imageRecipes).toSorted());
	for (const name of imageNames) {
		const chain: ImageName[] = [];
		for (let next: ImageName | null = name; next !== null; next = imageRecipes[next].parent) {
			t.false(chain.includes(next));
			chain.push(next);
		}
		t.is(chain.at(-1), 'base');
	}
});

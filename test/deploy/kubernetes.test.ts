// deploy/kubernetes: by the schemas of Kubernetes 1.36, and what no schema knows: that its parts fit to each other and to the tool.
import {existsSync, globSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {parse} from 'yaml';
import {readArguments} from '../../src/cli/arguments.ts';
import {collectCommand} from '../../src/cli/collect.ts';
import {readRunFlags} from '../../src/cli/run-flags.ts';
import {temporaryFolder} from '../helpers/command.ts';
import {at, kubernetesManifests, listAt, parsed, problemsBySchema, problemsByTypes} from '../helpers/kubernetes-manifests.ts';
import {projectFolder} from '../helpers/source-file.ts';

const manifests = kubernetesManifests();
const one = (kind: string, name: string) => manifests.find((manifest) => manifest.kind === kind && manifest.name === name)?.value;
const shards = one('Job', 'gatequake-shards');
const collect = one('Job', 'gatequake-collect');
const pods = manifests.flatMap(({kind, name, value}) => {
	if (kind === 'Pod') return [{name, pod: value}];
	return kind === 'Job' ? [{name, pod: at(value, 'spec', 'template')}] : [];
});
const containersOf = (pod: unknown) => [...listAt(pod, 'spec', 'initContainers'), ...listAt(pod, 'spec', 'containers')];
const wordsOf = (job: unknown) => {
	const words = at(containersOf(at(job, 'spec', 'template')).at(-1), 'args');
	return Array.isArray(words) ? words.map(String) : [];
};

test('each field is one that Kubernetes has, and of the right type', async (t) => {
	t.timeout(180_000);
	await using folder = await temporaryFolder();
	t.true(manifests.length >= 8);
	t.is(problemsByTypes(manifests, folder.path), '');
	const [misspelt, wrong] = [{spec: {completions: 6, complitions: 6}}, {spec: {completionMode: 'Indexd'}}].map(({spec}) => ({
		file: 'a.yaml',
		kind: 'Job',
		name: 'a',
		value: {apiVersion: 'batch/v1', kind: 'Job', spec: {...spec, template: {spec: {containers: []}}}},
	}));
	if (misspelt === undefined || wrong === undefined) throw new Error('there are two');
	const told = problemsByTypes([misspelt, wrong], folder.path);
	t.regex(told, /complitions/);
	t.regex(told, /Indexd/);
});

for (const manifest of manifests) {
	test(`${manifest.file}: ${manifest.kind} ${manifest.name} is by its schema`, async (t) => {
		t.deepEqual(await problemsBySchema(manifest), []);
	});
}

test('a form that the schema does not know is found', async (t) => {
	const [bad] = parsed('a.yaml', 'apiVersion: batch/v1\nkind: Job\nmetadata: {name: a}\nspec: {completions: many}');
	if (bad === undefined) throw new Error('there is one');
	t.regex((await problemsBySchema(bad)).join(), /completions/);
});

test('kustomize takes each file, and nothing that is not there', (t) => {
	for (const file of globSync('deploy/kubernetes/*/kustomization.yaml', {cwd: projectFolder})) {
		const folder = path.join(projectFolder, path.dirname(file));
		const listed = at(parse(readFileSync(path.join(projectFolder, file), 'utf8')), 'resources');
		const names = Array.isArray(listed) ? listed.map(String) : [];
		for (const name of names) t.true(existsSync(path.join(folder, name)), `${file}: ${name}`);
		const there = globSync('*.yaml', {cwd: folder}).filter((name) => name !== 'kustomization.yaml');
		t.deepEqual(
			there.filter((name) => !names.includes(name)),
			[],
			file,
		);
	}
});

test('the words are those of the tool, and the parts of the plan are as many as the job makes', (t) => {
	const [command, ...words] = wordsOf(shards);
	t.is(command, 'run');
	const {shard, send, sentIsDone} = readRunFlags(words, projectFolder);
	t.true(sentIsDone);
	t.deepEqual(shard, {auto: at(shards, 'spec', 'completions')});
	t.true(Number(at(shards, 'spec', 'parallelism')) <= Number(at(shards, 'spec', 'completions')));
	t.is(at(shards, 'spec', 'completionMode'), 'Indexed');
	const service = one('Service', 'gatequake-collect');
	t.is(send, `http://${String(at(service, 'metadata', 'name'))}:${String(at(service, 'spec', 'ports', 0, 'port'))}`);

	const [collecting, ...flags] = wordsOf(collect);
	t.is(collecting, 'collect');
	const known = Object.fromEntries(
		[...collectCommand.help.matchAll(/^ {2}--([\w-]+)( \S+)?/gm)].map(([, name, value]) => [
			name,
			{help: '', ...(value === undefined ? {} : {value})},
		]),
	);
	const given = readArguments(flags, known, 'collect').flags;
	t.is(
		given.get('listen')?.[0],
		`0.0.0.0:${String(at(collect, 'spec', 'template', 'spec', 'containers', 0, 'ports', 0, 'containerPort'))}`,
	);
	// It ends by itself, with what has come, before it would be ended.
	t.true(Number(given.get('within')?.[0]) * 60 < Number(at(collect, 'spec', 'activeDeadlineSeconds')));
	t.true(Number(at(shards, 'spec', 'activeDeadlineSeconds')) <= Number(given.get('within')?.[0]) * 60);
	const claimed = Number.parseInt(
		String(at(one('PersistentVolumeClaim', 'gatequake-reports'), 'spec', 'resources', 'requests', 'storage')),
		10,
	);
	t.true((Number(given.get('max-mib')?.[0]) / 1024) * 2 <= claimed, 'what comes, and what is made of it');
});

test('labels are those that selectors look for', (t) => {
	const labels = pods.map(({pod}) => JSON.stringify(at(pod, 'metadata', 'labels')));
	const selectors = [
		at(one('Service', 'gatequake-collect'), 'spec', 'selector'),
		...['gatequake-shards', 'gatequake-collect'].map((name) => at(one('NetworkPolicy', name), 'spec', 'podSelector', 'matchLabels')),
		at(one('NetworkPolicy', 'gatequake-shards'), 'spec', 'egress', 0, 'to', 0, 'podSelector', 'matchLabels'),
		at(one('NetworkPolicy', 'gatequake-collect'), 'spec', 'ingress', 0, 'from', 0, 'podSelector', 'matchLabels'),
	];
	for (const selector of selectors) t.true(labels.includes(JSON.stringify(selector)), JSON.stringify(selector));
	const own = at(shards, 'spec', 'template', 'metadata', 'labels');
	const apart = listAt(shards, 'spec', 'template', 'spec', 'affinity', 'podAntiAffinity', 'requiredDuringSchedulingIgnoredDuringExecution');
	t.deepEqual(
		apart.map((term) => [at(term, 'topologyKey'), at(term, 'labelSelector', 'matchLabels')]),
		[['kubernetes.io/hostname', own]],
		'one a node',
	);
});

test('each container has limits, each mount a volume, and each volume that is emptied an end', (t) => {
	for (const {name, pod} of pods) {
		const volumes = listAt(pod, 'spec', 'volumes');
		for (const volume of volumes) t.true(at(volume, 'emptyDir') === undefined || at(volume, 'emptyDir', 'sizeLimit') !== undefined);
		for (const container of containersOf(pod)) {
			const what = `${name}: ${String(container['name'])}`;
			for (const resource of ['cpu', 'memory']) t.truthy(at(container, 'resources', 'limits', resource), `${what}: ${resource}`);
			for (const mount of listAt(container, 'volumeMounts')) {
				t.true(
					volumes.some((volume) => volume['name'] === mount['name']),
					`${what}: ${String(mount['name'])}`,
				);
			}
		}

		t.is(at(pod, 'spec', 'automountServiceAccountToken'), false, name);
	}
});

test('none but the engine is privileged or root, and only within its pod is it reached', (t) => {
	const strong = pods.flatMap(({pod}) => containersOf(pod).filter((container) => at(container, 'securityContext', 'privileged') === true));
	t.deepEqual(
		strong.map((container) => container['name']),
		['engine'],
	);
	t.deepEqual(
		listAt(strong[0], 'args').length === 0 && at(strong[0], 'args'),
		['dockerd', `--host=${String(at(listAt(strong[0], 'env')[0], 'value'))}`, '--group=10001'],
		'no port',
	);
	t.is(at(strong[0], 'restartPolicy'), 'Always', 'it lives as long as the pod');
	for (const {name, pod} of pods) {
		for (const container of containersOf(pod).filter((each) => each['name'] !== 'engine')) {
			const what = `${name}: ${String(container['name'])}`;
			t.is(at(container, 'securityContext', 'allowPrivilegeEscalation'), false, what);
			t.true((at(container, 'securityContext', 'runAsNonRoot') ?? at(pod, 'spec', 'securityContext', 'runAsNonRoot')) === true, what);
		}
	}
});

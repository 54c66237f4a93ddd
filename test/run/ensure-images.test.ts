import test from 'ava';
import {GatequakeError} from '../../src/error.ts';
import {judge} from '../../src/expectations/judge.ts';
import {nginx} from '../../src/gateways/nginx.ts';
import {ensureImages} from '../../src/run/ensure-images.ts';
import {notRun} from '../../src/run/not-run.ts';
import type {ImageInfo, Runtime} from '../../src/runtime/runtime.ts';
import type {PlannedRun} from '../../src/scenario/make-plans.ts';
import {decodeTimeline, encodeTimeline} from '../../src/timeline/timeline-file.ts';
import {fakeTopology} from '../helpers/fake-topology.ts';
import {buildTimeline} from '../helpers/timeline-builder.ts';

function infoOf(name: string): ImageInfo {
	return {reference: `gatequake/${name}:1`, digest: 'sha256:1', version: '1.0'};
}

function planned(links: PlannedRun['plan']['links'] = []): PlannedRun {
	const {plan} = buildTimeline();
	return {
		plan: {...plan, links, expectations: [{kind: 'noErrors', name: 'noErrors', options: {}}]},
		fault: null,
		kind: nginx,
		innerKinds: [],
		filesBeside: [],
	};
}

const linked = planned([{name: 'app1', host: 'link', port: 18_081, to: 'app1:8080'}]);

/** `refuse` gives what goes wrong with an image; null where nothing does. */
function runtimeWith(refuse: (name: string) => GatequakeError | null): {readonly runtime: Runtime; readonly asked: readonly string[]} {
	const asked: string[] = [];
	const runtime: Runtime = {
		...fakeTopology().context.topology.runtime,
		async ensureImage(image) {
			const name = typeof image === 'string' ? image : image.name;
			asked.push(name);
			const refusal = refuse(name);
			if (refusal !== null) {
				throw refusal;
			}

			return infoOf(name);
		},
	};
	return {runtime, asked};
}

test('a run without links asks for no Toxiproxy, and one with links for the helper beside it too', async (t) => {
	const without = runtimeWith(() => null);
	t.like(await ensureImages(without.runtime, planned(), {}), {missing: null, images: {netfault: null, toxiproxy: null}});
	t.deepEqual(without.asked, ['app', 'loadgen', 'nginx']);
	const withLinks = runtimeWith(() => null);
	t.like(await ensureImages(withLinks.runtime, linked, {}), {missing: null, images: {toxiproxy: infoOf('toxiproxy')}});
	t.deepEqual(withLinks.asked, ['app', 'loadgen', 'nginx', 'netfault', 'toxiproxy']);
});

test('where no Toxiproxy is to be had the run is inconclusive, with the reason and what to do, and can be judged again', async (t) => {
	const {runtime} = runtimeWith((name) =>
		name === 'toxiproxy' ? new GatequakeError('there is no registry,\nand no go', {code: 'NO_GO', exitCode: 2, hint: 'install go'}) : null,
	);
	const {images, missing} = await ensureImages(runtime, linked, {});
	t.is(missing, 'there is no Toxiproxy for the links: there is no registry, and no go. install go');
	const timeline = notRun(linked.plan, images, missing ?? '');
	for (const each of [timeline, decodeTimeline(encodeTimeline(timeline), timeline.samples)]) {
		const {verdict, reasons} = judge(each);
		t.is(verdict, 'inconclusive');
		t.deepEqual(reasons, [missing]);
	}
});

test('what else is wrong with that image, and any other image that is not there, ends the run', async (t) => {
	const full = runtimeWith((name) => (name === 'toxiproxy' ? new GatequakeError('the disk is full', {code: 'NO_DISK_SPACE'}) : null));
	await t.throwsAsync(ensureImages(full.runtime, linked, {}), {message: 'the disk is full'});
	const none = runtimeWith((name) => (name === 'app' ? new GatequakeError('no go', {code: 'NO_GO'}) : null));
	await t.throwsAsync(ensureImages(none.runtime, linked, {}), {message: 'no go'});
});

import test from 'ava';
import {slowDisk} from '../../src/faults/slow-disk.ts';
import type {JournalEvent} from '../../src/timeline/timeline.ts';
import {collectedOf, fakeTopology, upstreamPlans} from '../helpers/fake-topology.ts';
import {buildTimeline} from '../helpers/timeline-builder.ts';

test('the throttle names the disk, the container and the rate, and is taken back with 0', async (t) => {
	const fake = fakeTopology({printed: () => '/host/cgroup/blkio/docker/id/blkio.throttle.write_bps_device:\n254:0 40000\n'});
	const armed = await slowDisk().inject(fake.context);
	t.regex(armed.evidence, /blkio\.throttle\.write_bps_device: 254:0 40000$/);
	await armed.clear();
	t.deepEqual(
		fake.ordered.map(({argv}) => argv.slice(4)),
		[
			['254:0', 'id-of-app1', '40000'],
			['254:0', 'id-of-app1', '0'],
		],
	);
});

test('commits that waited are counted, quick ones and those before it are not', async (t) => {
	const armed = await slowDisk().inject(fakeTopology({printed: () => 'file:\n254:0 40000'}).context);
	const step = (requestId: number, name: JournalEvent['step'], afterMs: number): JournalEvent => ({
		kind: 'journal',
		part: 'app1',
		atMs: armed.effective.atMs + afterMs,
		uncertaintyMs: 0.1,
		requestId,
		step: name,
		key: `k${requestId}`,
	});
	const {count, evidence} = armed.witness(
		collectedOf([
			step(1, 'received', -900),
			step(2, 'received', 10),
			step(2, 'committed', 20),
			step(3, 'received', 30),
			step(1, 'committed', 40),
			step(4, 'received', 50),
			step(3, 'committed', 930),
		]),
	);
	t.is(count, 1);
	t.regex(evidence.join(), /3 commits, the longest after 900 ms; 1 never came/);
});

test('data without a disk of its own is told: by the plan, and by the kernel', async (t) => {
	const {gateway} = buildTimeline().plan;
	t.regex(slowDisk().check({upstreams: upstreamPlans(['node']), gateway})[0]?.message ?? '', /needs the data of app1 on a disk/);
	const fake = fakeTopology();
	const container = {...fake.context.topology.upstreams[0]?.container, exec: async () => ({exitCode: 0, stdout: '0:58\n', stderr: ''})};
	const upstreams = fake.context.topology.upstreams.map((upstream) => ({...upstream, container: {...upstream.container, ...container}}));
	const context = {...fake.context, topology: {...fake.context.topology, upstreams}};
	await t.throwsAsync(async () => await slowDisk().inject(context), {code: 'NO_DISK', message: /0:58/});
});

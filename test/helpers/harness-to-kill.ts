// A run of the tool for tests that kill it: says on its standard output where it is, and goes on until it is killed.
// Arguments: the run id; the id of a container to be paused as a fault; a word, if it is to take the fault back (the last two optional).
import {openRuntime} from '../../src/runtime/open-runtime.ts';
import Docker from 'dockerode';

const [runId = '', pausedContainer, takesBack] = process.argv.slice(2);
const say = (moment: string): void => console.log(moment);

say('opening');
const runtime = await openRuntime({runId, keep: false, progress: () => {}, signal: new AbortController().signal});
const {reference} = await runtime.ensureImage('base');
say('opened');
if (pausedContainer !== undefined) {
	const undo = await runtime.recordUndo({do: 'unpause', container: pausedContainer});
	const container = new Docker().getContainer(pausedContainer);
	await container.pause();
	say('paused');
	if (takesBack !== undefined) {
		await container.unpause();
		await undo.done();
		say('taken back');
	}
}
// Each of these lines is written before the engine is asked, so a kill on it meets a request that is under way.
say('creating network');
const network = await runtime.createNetwork('topology');
say('starting');
const containers = await Promise.all(
	['app1', 'app2', 'gateway', 'loadgen'].map(
		async (part) =>
			await runtime.startContainer({
				part,
				image: reference,
				command: ['cat'],
				network: {name: network.name, aliases: [part]},
				control: true,
				files: [{path: '/etc/part', content: part}],
			}),
	),
);
say('running');
await containers[0]?.pause();
say('disposing');
await runtime[Symbol.asyncDispose]();
say('done');

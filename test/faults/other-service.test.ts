import test from 'ava';
import {otherService} from '../../src/faults/other-service.ts';
import {collectedOf, fakeTopology} from '../helpers/fake-topology.ts';

test('the other service takes the port when the app has let it go, and gives it back before the app is started', async (t) => {
	const fake = fakeTopology();
	const port = fake.context.plan.upstreams[0]?.port;
	const armed = await otherService().inject(fake.context);
	t.deepEqual(fake.calls, ['app1 kill SIGKILL null', 'app1 wait closed', `app1 other service ${port}`]);
	await armed.clear();
	t.deepEqual(fake.calls.slice(3), ['app1 other service null', 'app1 wait closed', 'app1 start', 'app1 wait open']);
});

test('the requests that it answered are its witness', async (t) => {
	const armed = await otherService().inject(fakeTopology().context);
	const event = {
		kind: 'counter',
		part: 'app1',
		atMs: 2000,
		uncertaintyMs: 1,
		name: 'other-service.answered',
		value: 7,
		source: 'itself',
	} as const;
	t.is(armed.witness(collectedOf([event])).count, 7);
	t.is(armed.witness(collectedOf([{...event, part: 'app2'}])).count, 0);
});

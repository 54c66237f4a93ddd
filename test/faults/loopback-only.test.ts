import test from 'ava';
import {loopbackOnly} from '../../src/faults/loopback-only.ts';
import {fakeTopology} from '../helpers/fake-topology.ts';

function printed(local: string): (argv: readonly string[]) => string {
	return (argv) => (argv.includes('/proc/net/tcp') ? `   0: ${local} 00000000:0000 0A 00000000:00000000\n` : '');
}

test('the version with the flaw is deployed, and one without it at the end', async (t) => {
	const fake = fakeTopology({printed: printed('0100007F:1F90')});
	const armed = await loopbackOnly().inject(fake.context);
	await armed.clear();
	t.deepEqual(
		fake.calls.filter((call) => !call.includes(' run ')),
		[
			'app1 flaw loopback',
			'app1 stop 5000 0',
			'app1 wait exited',
			'app1 wait open',
			'app1 flaw none',
			'app1 stop 5000 0',
			'app1 wait exited',
			'app1 wait open',
		],
	);
});

test('an app that listens to all after all is told, and proves nothing', async (t) => {
	const fake = fakeTopology({printed: printed('00000000:1F90')});
	const error = await t.throwsAsync(async () => await loopbackOnly().inject(fake.context));
	t.regex(error.message, /expected the app on app1 to listen on 127\.0\.0\.1:8080/);
});

import test from 'ava';
import {readAppSettings} from '../../src/upstreams/app-settings.ts';

test('an empty environment gives the defaults', (t) => {
	t.deepEqual(readAppSettings({}), {
		name: 'app1',
		kind: 'node',
		command: [],
		orders: 'channel',
		abilities: [],
		socket: null,
		statePath: '/run/gatequake-state.json',
		port: 8080,
		serviceMs: 5,
		restart: 'no',
		restartDelayMs: 0,
		restartMaxDelayMs: 0,
		restartSteps: 0,
		startLimitBurst: 0,
		startLimitIntervalMs: 0,
		onTerm: 'drain',
		dataFolder: null,
		pool: null,
		idleTimeoutMs: 75_000,
		backlog: 511,
		tls: 'off',
		tlsFolder: '/etc/gatequake/tls',
		journalPath: '/var/log/gatequake/journal.ndjson',
	});
});

test('all wrong variables are named at once', (t) => {
	const error = t.throws(() =>
		readAppSettings({
			GATEQUAKE_APP_ORDERS: 'mail',
			GATEQUAKE_APP_COMMAND: 'php',
			GATEQUAKE_APP_PORT: '70000',
			GATEQUAKE_APP_SERVICE_MS: '',
			GATEQUAKE_APP_RESTART: 'maybe',
		}),
	);
	t.regex(error.message, /GATEQUAKE_APP_ORDERS: expected channel, file, got 'mail'/);
	t.regex(error.message, /GATEQUAKE_APP_COMMAND: expected a JSON array of words, got 'php'/);
	t.regex(error.message, /GATEQUAKE_APP_PORT: expected a whole number from 0 to 65535, got '70000'/);
	t.regex(error.message, /GATEQUAKE_APP_SERVICE_MS: .* got ''/);
	t.regex(error.message, /GATEQUAKE_APP_RESTART: expected no, on-success, on-failure, on-abnormal, always, got 'maybe'/);
});

import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import test from 'ava';
import {readCgroupCounters} from '../../src/upstreams/cgroup.ts';
import type {CgroupCounters} from '../../src/upstreams/cgroup.ts';

function countersOf(files: Readonly<Record<string, string>>): CgroupCounters {
	const root = mkdtempSync(join(tmpdir(), 'gatequake-cgroup-'));
	for (const [file, text] of Object.entries(files)) {
		mkdirSync(dirname(join(root, file)), {recursive: true});
		writeFileSync(join(root, file), text);
	}

	const {counters, sources} = readCgroupCounters(root);
	rmSync(root, {recursive: true});
	return {counters, sources: Object.fromEntries(Object.entries(sources).map(([name, path]) => [name, path.slice(root.length + 1)]))};
}

test('cgroup v1 and v2 give the same names', (t) => {
	t.deepEqual(
		countersOf({
			'memory/memory.oom_control': 'oom_kill_disable 0\nunder_oom 0\noom_kill 3\n',
			'memory/memory.usage_in_bytes': '1000\n',
			'memory/memory.limit_in_bytes': '268435456\n',
		}),
		{
			counters: {'memory.oom_kill': 3, 'memory.current': 1000, 'memory.max': 268_435_456},
			sources: {
				'memory.oom_kill': 'memory/memory.oom_control',
				'memory.current': 'memory/memory.usage_in_bytes',
				'memory.max': 'memory/memory.limit_in_bytes',
			},
		},
	);
	t.deepEqual(
		countersOf({
			'memory.events': 'low 0\nhigh 0\nmax 12\noom 4\noom_kill 3\noom_group_kill 0\n',
			'memory.current': '1000\n',
			'memory.max': '268435456\n',
		}),
		{
			counters: {'memory.oom_kill': 3, 'memory.current': 1000, 'memory.max': 268_435_456},
			sources: {'memory.oom_kill': 'memory.events', 'memory.current': 'memory.current', 'memory.max': 'memory.max'},
		},
	);
});

test('no limit and no counter are absent, not zero', (t) => {
	t.deepEqual(countersOf({'memory.max': 'max\n'}).counters, {});
	t.deepEqual(countersOf({'memory/memory.limit_in_bytes': '9223372036854771712\n'}).counters, {});
	t.deepEqual(countersOf({'memory/memory.oom_control': 'oom_kill_disable 0\nunder_oom 0\n'}).counters, {});
});

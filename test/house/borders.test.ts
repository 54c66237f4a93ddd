// The borders between the folders of src/, as ARCHITECTURE.md draws them.
import {readFileSync} from 'node:fs';
import {isBuiltin} from 'node:module';
import path from 'node:path';
import test from 'ava';
import {
	fileCycles,
	folderCycles,
	importedOutside,
	importsBeyond,
	impureCalls,
	loadedBy,
	loadsBeyond,
	oddlyNamed,
	pastTheDoors,
	sayingNothing,
	storyProblems,
	tooLong,
	typesImportedOutside,
	unusedDoors,
} from '../helpers/house-rules.ts';
import {projectFolder, readSources} from '../helpers/source-file.ts';

const sources = readSources('src/**/*.ts');
const scenarios = readSources('scenarios/**/*.ts');

const judging = ['timeline', 'expectations', 'diagnosis', 'report', 'compare'];

/** What other folders may import of a folder: its type file, its table, and the few files that are its service to others. */
const doors: Readonly<Record<string, readonly string[]>> = {
	// Types, the judge and its facts; the table; the checks of options, which faults and scenarios share, and the name a person meant.
	expectations: ['expectation.ts', 'facts.ts', 'judge.ts', 'rules.ts', 'expect.ts', 'options.ts', 'nearest-name.ts', 'resolve-causes.ts'],
	// Runs, and files; the catalogue of what programs say, which gateways' log readers use too; and configs.
	diagnosis: [
		'diagnose-run.ts',
		'signatures.ts',
		'log-reading.ts',
		'log-diagnosis.ts',
		'log-owner.ts',
		'with-settings.ts',
		'lint-config.ts',
		'lint-rules.ts',
		'config-lint.ts',
		'config-duration.ts',
		'diagnose-response.ts',
		'diagnose-container.ts',
		'container-diagnosis.ts',
		'is-loopback.ts',
		'diagnose-host.ts',
		'host-diagnosis.ts',
		'config-targets.ts',
		'parse-response.ts',
		'response-diagnosis.ts',
		// Where a user's config leads, for `gatequake init`.
		'parse-nginx-config.ts',
		'read-nginx-config.ts',
		'parse-haproxy-config.ts',
	],
	// Both ends of the way that reports of shards come home.
	collect: ['collector.ts', 'send-report.ts', 'fetch-reports.ts', 'find-bucket.ts', 'all-came.ts'],
	// What a comparison says, the metrics, the sides it is made from and what they keep of a run, and the two ways to make it.
	compare: ['comparison.ts', 'metrics.ts', 'side.ts', 'compare-sides.ts', 'compare-baseline.ts', 'run-values.ts'],
	faults: ['fault.ts', 'faults.ts'],
	gateways: ['gateway.ts', 'gateways.ts', 'speaking.ts', 'foreign-gateway.ts', 'edge-dialects.ts'],
	// The harness's end of the generators; what they refuse, for plans; the seeded die.
	load: ['driver.ts', 'saturator.ts', 'check-order.ts', 'order-error.ts', 'random.ts', 'address-kind.ts'],
	report: [
		'report.ts',
		'reporters.ts',
		'log-diagnosis-console.ts',
		'log-diagnosis-html.ts',
		'run-diagnosis-console.ts',
		'run-diagnosis-html.ts',
		'config-lint-console.ts',
		'config-lint-html.ts',
		'response-diagnosis-console.ts',
		'response-diagnosis-html.ts',
		'container-diagnosis-console.ts',
		'container-diagnosis-html.ts',
		'host-diagnosis-console.ts',
		'host-diagnosis-html.ts',
		'to-report.ts',
		'parse-report.ts',
		'split-report.ts',
		'report-stream.ts',
		'join-reports.ts',
		'comparers.ts',
		'compared-runs.ts',
		'run-phrases.ts',
		'console.ts',
		'progress.ts',
		'terminal.ts',
		'totals.ts',
	],
	doctor: ['check-machine.ts'],
	init: ['decide-files.ts', 'read-folder.ts'],
	run: [
		'check-generator-engines.ts',
		'ensure-images.ts',
		'run-suite.ts',
		'suite-report.ts',
		'load-reporters.ts',
		'write-reports.ts',
		'save-timeline.ts',
		'report-folder.ts',
	],
	// Beside the border itself and the table of images: how the command line opens it, sweeps, sets the machine up, and looks at others' containers.
	runtime: [
		'runtime.ts',
		'open-runtime.ts',
		'engine.ts',
		'look-at-engine.ts',
		'engine-address.ts',
		'named-engine.ts',
		'images.ts',
		// Their names.
		'image-recipes.ts',
		'sweep.ts',
		'container-facts.ts',
		'look-at-container.ts',
		'look-from-namespace.ts',
		'foreign-container.ts',
		'look-at-host.ts',
		'host-facts.ts',
		'upstream-target.ts',
	],
	// The kinds of upstreams, and the database behind them.
	servers: ['server.ts', 'servers.ts', 'postgres.ts'],
	scenario: [
		'plan.ts',
		'scenario.ts',
		// A user's own file, wherever it is named.
		'import-default.ts',
		'load-scenario.ts',
		'load-project.ts',
		'make-plans.ts',
		'plan-options.ts',
		'plan-hash.ts',
		'split-shards.ts',
		'find-shard.ts',
	],
	// The history is read by everyone who judges: its types, its rows, its joins, its arithmetic, and the forms it is saved in.
	timeline: [
		'timeline.ts',
		'between.ts',
		'sample.ts',
		'cause.ts',
		'sample-rows.ts',
		'events-by-request.ts',
		'events-of-kind.ts',
		'marks.ts',
		'quantiles.ts',
		'sample-file.ts',
		'sample-export.ts',
		'last-try.ts',
		'out-of-memory-kills.ts',
		'timeline-file.ts',
	],
	topology: ['topology.ts', 'start-topology.ts', 'start-stack.ts', 'stack-target.ts', 'kernel-report.ts'],
	// Beside the protocol: the journal's reader, the shape of the counters that a supervisor answers with, and what a path asks of the apps.
	upstreams: ['upstream.ts', 'read-journal.ts', 'cgroup.ts', 'route.ts'],
};

function talksToEngines(file: string): boolean {
	return file.startsWith('src/runtime/') || file.startsWith('src/setup/');
}

function startsProcesses(file: string): boolean {
	return (
		talksToEngines(file) ||
		[
			'src/upstreams/app-process.ts',
			'src/upstreams/file-limit.ts',
			'src/upstreams/net-helper.ts',
			'src/upstreams/pm2-supervisor.ts',
		].includes(file)
	);
}

test('only runtime and set-up talk to a container engine', (t) => {
	const border = {packages: ['dockerode', 'testcontainers'], allowed: talksToEngines};
	t.deepEqual([...importedOutside(sources, border), ...typesImportedOutside(sources, border)], []);
});

test('only runtime and set-up start processes, and supervisor and network helper inside their containers', (t) => {
	t.deepEqual(importedOutside(sources, {packages: ['node:child_process', 'child_process', 'node:cluster'], allowed: startsProcesses}), []);
});

function inBrowser(file: string): boolean {
	return file.startsWith('src/report/page/');
}

test('the judging half imports nothing but itself, errors, and arithmetic', (t) => {
	// The page is made of the package's own files: uPlot, and the modules in page/, which run in a browser.
	const judges = sources.filter((file) => file.path !== 'src/report/page-assets.ts' && !inBrowser(file.path));
	// A schema and its validator, statistics, and a die that rolls what its seed says.
	const arithmetic = ['node:crypto', 'node:zlib', 'ajv', 'src/report/report.schema.json', 'simple-statistics', 'src/load/random.ts'];
	t.deepEqual(importsBeyond(judges, judging, [...judging, 'src/error.ts', 'src/version.ts', ...arithmetic]), []);
});

test('what runs in the browser imports uPlot, types, and files of the judging half that import no more than that', (t) => {
	const pages = sources.filter((file) => inBrowser(file.path));
	t.deepEqual(
		loadsBeyond(
			sources,
			pages.map(({path: file}) => file),
			['uplot', 'report'],
		),
		[],
	);
	const loaded = sources.filter(({path: file}) => loadedBy(sources, ['src/report/page/main.ts']).has(file));
	t.deepEqual(
		loaded.flatMap(({path: file, imports}) => imports.filter(({target, typeOnly}) => !typeOnly && isBuiltin(target)).map(() => file)),
		[],
	);
});

test('the judging half asks no clock, no die and no network', (t) => {
	t.deepEqual(impureCalls(sources, judging), []);
});

test('gateways are data and parsers: they import nothing that starts anything', (t) => {
	t.deepEqual(importsBeyond(sources, ['gateways'], ['gateways', 'timeline', 'src/error.ts', 'src/diagnosis/signatures.ts']), []);
	t.deepEqual(impureCalls(sources, ['gateways']), []);
});

test('upstream kinds are data and parsers: they import nothing that starts anything', (t) => {
	t.deepEqual(
		importsBeyond(
			sources,
			['servers'],
			['servers', 'timeline', 'src/diagnosis/signatures.ts', 'src/upstreams/upstream.ts', 'src/error.ts'],
		),
		[],
	);
	t.deepEqual(impureCalls(sources, ['servers']), []);
});

test('faults act through the topology alone', (t) => {
	// The table of servers says who can do what a fault asks.
	const data = ['src/error.ts', 'src/load/random.ts', 'src/servers/servers.ts'];
	t.deepEqual(importsBeyond(sources, ['faults'], ['faults', 'expectations', 'timeline', ...data]), []);
});

test('programs inside containers load nothing of the harness', (t) => {
	const programs = [
		'load/generator',
		'upstreams/supervisor',
		'upstreams/node-app',
		'upstreams/bytes-app',
		'upstreams/observer',
		'upstreams/net-helper',
		'upstreams/link-helper',
		'upstreams/database-helper',
	];
	// The capacity probe is autocannon's, orders to the links go through Toxiproxy's own client; samples are the generator's output.
	const allowed = ['upstreams', 'load', 'src/timeline/sample.ts', 'src/error.ts', 'autocannon', 'toxiproxy-node-client'];
	t.deepEqual(
		loadsBeyond(
			sources,
			programs.map((name) => `src/${name}.ts`),
			allowed,
		),
		[],
	);
	for (const name of programs) {
		t.true(
			sources.some((file) => file.path === `src/${name}.ts`),
			`${name} is gone`,
		);
	}
});

test('folders are entered by their doors', (t) => {
	// The public API re-exports each fault from its own file.
	const inside = sources.filter((file) => file.path !== 'src/index.ts');
	t.deepEqual(pastTheDoors(inside, doors), []);
	t.deepEqual(unusedDoors(sources, doors), []);
});

test('the public API only re-exports', (t) => {
	const index = sources.find((file) => file.path === 'src/index.ts');
	t.regex(index?.code ?? '', /^(?:\s*export (?:type )?\{[^}]*\} from '';\s*)+$/);
});

test('nothing imports in a ring at run time, neither files nor folders', (t) => {
	t.deepEqual(fileCycles(sources), []);
	t.deepEqual(folderCycles(sources), []);
});

test('a file is named after what it exports', (t) => {
	const exempt = [
		// Programs: they are run, and export nothing.
		'src/cli/main.ts',
		'src/load/generator.ts',
		'src/load/metronome-thread.ts',
		'src/report/page/main.ts',
		'src/runtime/reaper.ts',
		'src/setup/build/build.ts',
		'src/setup/prepare.ts',
		'src/setup/test-run.ts',
		'src/upstreams/bytes-app.ts',
		'src/upstreams/database-helper.ts',
		'src/upstreams/link-helper.ts',
		'src/upstreams/net-helper.ts',
		'src/upstreams/node-app.ts',
		'src/upstreams/observer.ts',
		'src/upstreams/pm2-supervisor.ts',
		'src/upstreams/supervisor.ts',
		// Protocols: many shapes, and the folder's name.
		'src/load/load.ts',
		'src/upstreams/upstream.ts',
		'src/upstreams/control-lines.ts',
		// One export for each of a thing's parts.
		'src/load/classify.ts',
		'src/index.ts',
	];
	t.deepEqual(oddlyNamed(sources, exempt), []);
	t.deepEqual(sayingNothing(sources), []);
});

test('files stay short, but for those named here', (t) => {
	// The flow of one run is read in one piece.
	t.deepEqual(tooLong(sources, 300, ['src/run/run-one.ts']), []);
});

test('a scenario imports the public API alone, and opens with three lines that tell its story', (t) => {
	t.true(scenarios.length >= 15);
	for (const {path: file, imports} of scenarios) {
		t.deepEqual(
			imports.map(({target}) => target),
			['gatequake'],
			file,
		);
		t.deepEqual(storyProblems(file, readFileSync(path.join(projectFolder, file), 'utf8')), []);
	}
});

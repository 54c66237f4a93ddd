// `npm run bench -- NAME [OPTIONS]`: runs test/bench/NAME.ts.
const benchmarks: Readonly<Record<string, () => Promise<unknown>>> = {
	load: async () => await import('./load.ts'),
	diagnose: async () => await import('./diagnose.ts'),
};

const run = benchmarks[process.argv[2] ?? ''];
if (run === undefined) {
	console.error(`expected the name of a benchmark (${Object.keys(benchmarks).join(', ')}), got ${process.argv[2] ?? 'none'}`);
	process.exitCode = 2;
} else {
	process.argv.splice(2, 1);
	await run();
}

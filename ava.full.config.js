// Campaigns that take an hour: `npm run full`. They need a container engine, and a machine with nothing else to do.
export default {
	files: ['test/full/**/*.test.ts'],
	extensions: ['ts'],
	nodeArguments: ['--no-warnings'],
	timeout: '60m',
	concurrency: 1,
	serial: true,
	verbose: true,
};

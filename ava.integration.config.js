// Integration tests need a container engine and the images: `npm test` sets them up first. One file after the other: they share two cores.
export default {
	files: ['test/integration/**/*.test.ts'],
	extensions: ['ts'],
	nodeArguments: ['--no-warnings'],
	timeout: '10m',
	concurrency: 1,
	serial: true,
	verbose: true,
};

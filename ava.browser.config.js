// Tests of the HTML report in a real Chromium: `npm run test:browser` sets one up first. One file after the other: they share two cores.
export default {
	files: ['test/browser/**/*.test.ts'],
	extensions: ['ts'],
	nodeArguments: ['--no-warnings'],
	timeout: '3m',
	concurrency: 1,
	serial: true,
	verbose: true,
};

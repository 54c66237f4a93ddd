// AVA reads this file only as JavaScript. Integration tests need a container engine and are run by `npm run test:integration`.
export default {
	files: ['test/**/*.test.ts', '!test/integration/**', '!test/full/**', '!test/browser/**'],
	extensions: ['ts'],
	nodeArguments: ['--no-warnings'],
	timeout: '60s',
	verbose: true,
};

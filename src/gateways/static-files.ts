// Static files that a gateway serves from its own disk, as many do beside what they pass on. They were deployed with the app, and carry its
// mark, so that clients take them for an answer that they should get.
export const staticFiles = {
	prefix: '/static/',
	/** Stands for the prefix on disk. */
	folder: '/srv/gatequake/static/',
	files: [{path: '/srv/gatequake/static/logo.txt', content: `${'gatequake '.repeat(100)}\n`}],
	header: {name: 'x-gatequake-app', value: 'static'},
} as const;

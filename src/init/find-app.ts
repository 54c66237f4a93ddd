// What the user's app is written in, so that a server of the same kind stands in for it.
import type {FolderFiles} from './read-folder.ts';

export interface FoundApp {
	/** What makes it in a scenario: `gunicorn`. */
	readonly maker: 'node' | 'gunicorn' | 'puma' | 'tomcat';
	/** The file that says so; null where none does. */
	readonly file: string | null;
}

const signs: readonly (readonly [file: RegExp, text: RegExp, maker: FoundApp['maker']])[] = [
	[/(?:^|\/)(?:requirements\.txt|pyproject\.toml)$/, /^/, 'gunicorn'],
	[/(?:^|\/)Gemfile$/, /^/, 'puma'],
	[/(?:^|\/)(?:pom\.xml|build\.gradle(?:\.kts)?)$/, /^/, 'tomcat'],
	[/(?:^|\/)package\.json$/, /^/, 'node'],
	[/(?:^|\/)Dockerfile$/, /^FROM\s+(?:\S+\/)?python\b/im, 'gunicorn'],
	[/(?:^|\/)Dockerfile$/, /^FROM\s+(?:\S+\/)?ruby\b/im, 'puma'],
	[/(?:^|\/)Dockerfile$/, /^FROM\s+(?:\S+\/)?(?:tomcat|maven|gradle|eclipse-temurin|amazoncorretto)\b/im, 'tomcat'],
	[/(?:^|\/)Dockerfile$/, /^FROM\s+(?:\S+\/)?(?:node|bun)\b/im, 'node'],
];

/** Several kinds tell of none: the first one of Node's is as good as any. */
export function findApp(files: FolderFiles): FoundApp {
	const found = signs.flatMap(([name, text, maker]) => {
		const file = [...files].find(([candidate, content]) => name.test(candidate) && text.test(content))?.[0];
		return file === undefined ? [] : [{maker, file}];
	});
	// A package.json beside an app in another language is that of its tools.
	const others = found.filter(({maker, file}) => maker !== 'node' || !file.endsWith('package.json'));
	const [first, ...rest] = others.length > 0 ? others : found;
	return first !== undefined && rest.every(({maker}) => maker === first.maker) ? first : {maker: 'node', file: null};
}

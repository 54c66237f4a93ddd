// What the place that we print to can show. Pure: the environment and the stream's properties come in as values.

export interface Terminal {
	readonly colour: boolean;
	/** False: marks and signs are written in ASCII. */
	readonly unicode: boolean;
	/** A line may be rewritten in place. */
	readonly live: boolean;
	/** Columns; 0 where lines have no limit (pipe, CI). */
	readonly width: number;
}

export interface TerminalFacts {
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly isTty: boolean;
	readonly columns?: number | undefined;
}

/** CI systems whose logs show colours although they are no terminal. */
const colourfulCi = ['GITHUB_ACTIONS', 'GITLAB_CI', 'BUILDKITE', 'CIRCLECI', 'TRAVIS'];

export function decideTerminal({env, isTty, columns}: TerminalFacts): Terminal {
	const isDumb = env['TERM'] === 'dumb';
	const isCi = isSet(env['CI']) && env['CI'] !== 'false';
	const isTerminal = isTty && !isDumb;
	return {
		colour: decideColour(env, isTerminal),
		unicode: !isDumb && env['TERM'] !== 'linux' && localeHasUnicode(env),
		live: isTerminal && !isCi,
		width: isTty ? Math.max(40, columns ?? 80) : 0,
	};
}

/** FORCE_COLOR beats NO_COLOR, as in Node itself: it was set closer to the command. */
function decideColour(env: TerminalFacts['env'], isTerminal: boolean): boolean {
	const forced = env['FORCE_COLOR'];
	if (forced !== undefined) {
		return forced !== '0' && forced !== 'false';
	}

	if (isSet(env['NO_COLOR'])) {
		return false;
	}

	return isTerminal || colourfulCi.some((name) => isSet(env[name]));
}

/** No locale at all is common in containers and CI, where the log is UTF-8 all the same. */
function localeHasUnicode(env: TerminalFacts['env']): boolean {
	const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find(isSet);
	return locale === undefined || /utf-?8/i.test(locale);
}

function isSet(value: string | undefined): boolean {
	return value !== undefined && value !== '';
}

// The app is alive and its port open, but it reads nothing: it is stopped, or its event loop blocked.
import {counterLine} from '../process-lines.ts';
import type {DiagnosisRule} from '../rule.ts';
import type {RunEvidence} from '../run/evidence.ts';
import {lastApp} from '../run/last-app.ts';
import {growth} from '../run/lives.ts';
import {clientsGot, gatewayWords, journalWords, timedLike} from '../run/words.ts';
import {arrived, unheard} from '../run/trouble.ts';
import type {Trouble} from '../run/trouble.ts';
import {timedOutByGateway, timeoutsOf} from '../run/timed-out.ts';

export const appStuck: DiagnosisRule = {
	kind: 'app-stuck',
	summary: 'an app is alive and its port open, but it reads nothing: stopped, or its event loop is blocked',
	find(evidence, left) {
		const {waited, unread, late} = atStuckApps(evidence, timedOutByGateway(left));
		if (waited.length === 0) return null;
		const sockets = growth(evidence, 'tcp.unread');
		// Those that it read soon enough went well, and late.
		const delayed = left.filter(({what, journal, sentMs, endMs}) => {
			const received = journal.find(({step}) => step === 'received');
			return what === 'slow' && received !== undefined && received.atMs - sentMs > (endMs - sentMs) / 2;
		});
		return {
			cause: `the app read nothing for a while, though its process lived and its port was open: ${unread.length} requests reached it unread${late.length > 0 ? `, and it read ${late.length} of them after they had failed` : ''}; clients got ${clientsGot(waited)}${timedLike(waited, timeoutsOf(evidence))}`,
			confidence: late.length > 0 || sockets.by > 0 ? 'certain' : 'likely',
			advice:
				'Look at the process: state T is stopped, D waits for a disk, R at 100 % is a blocked event loop (a long computation, a synchronous call; a profile or a stack shows it).',
			evidence: [
				...sockets.events.slice(0, 2).map(counterLine),
				...gatewayWords(waited),
				...journalWords(late.map(({journal}) => journal.at(-1))),
			],
			explains: [...waited, ...delayed],
			rivals:
				late.length > 0 || sockets.by > 0
					? []
					: [
							{
								kind: 'packets-dropped',
								tell: 'A new connection (nc -zv APP PORT) comes about with a stopped app, and not where packets are dropped.',
							},
						],
		};
	},
};

interface AtStuckApps {
	readonly waited: readonly Trouble[];
	/** Of these: not read before they had failed. */
	readonly unread: readonly Trouble[];
	/** Of these: read afterwards. */
	readonly late: readonly Trouble[];
}

/** Those that waited at apps which read few of them. Where nobody knows which app it was, all are asked together. */
function atStuckApps(evidence: RunEvidence, timedOut: readonly Trouble[]): AtStuckApps {
	const appOf = lastApp(evidence);
	// What another app made of an attempt before is no word of the one at which it failed.
	const there = new Map(
		timedOut.map((trouble) => {
			const app = appOf(trouble);
			const isOfOne = app === null || trouble.what === 'retried';
			return [trouble, isOfOne ? trouble : {...trouble, journal: trouble.journal.filter(({part}) => part === app)}] as const;
		}),
	);
	const isUnread = (trouble: Trouble) => !arrived(there.get(trouble) ?? trouble);
	const mostlyUnread = (waited: readonly Trouble[]) => waited.filter(isUnread).length >= waited.length * 0.6;
	const waited = [...Map.groupBy(timedOut, appOf)].flatMap(([app, group]) => (mostlyUnread(app === null ? timedOut : group) ? group : []));
	const unread = waited.filter(isUnread);
	return {waited, unread, late: unread.filter((trouble) => !unheard(there.get(trouble) ?? trouble))};
}

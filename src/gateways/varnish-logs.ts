// Varnish's log as events: an access event for each request of a client, and for each of its tries that failed a line with the cause.
import {signatureOf} from '../diagnosis/signatures.ts';
import type {AccessEvent, GatewayLogEvent} from '../timeline/timeline.ts';
import type {LogClock} from './gateway.ts';
import {varnishCause} from './varnish-causes.ts';
import {readVarnishRecords, timestampOf} from './varnish-records.ts';
import type {VarnishRecord, VarnishTransaction} from './varnish-records.ts';
import {requestIdIn} from './request-id-in.ts';

export function readVarnishLogs(files: ReadonlyMap<string, string>, clock: LogClock): readonly (AccessEvent | GatewayLogEvent)[] {
	return [...files.values()].flatMap((text) => {
		const {transactions, others} = readVarnishRecords(text);
		const tries = Map.groupBy(
			[...transactions].filter(([, {kind}]) => kind === 'bereq'),
			([, transaction]) => requestOf(transaction, transactions),
		);
		return [
			...[...transactions].flatMap(([id, transaction]): readonly (AccessEvent | GatewayLogEvent)[] =>
				transaction.kind === 'bereq'
					? failureOf(transaction, transactions.get(requestOf(transaction, transactions)) ?? null, clock)
					: accessOf(
							transaction,
							(tries.get(id) ?? []).map(([, each]) => each),
							clock,
						),
			),
			...others.flatMap((record) => lifeOf(record, clock)),
		];
	});
}

/** Number of the request that a try is for. */
function requestOf({parent}: VarnishTransaction, transactions: ReadonlyMap<string, VarnishTransaction>): string {
	const before = transactions.get(parent);
	return before?.kind === 'bereq' ? requestOf(before, transactions) : parent;
}

function failureOf({records}: VarnishTransaction, request: VarnishTransaction | null, clock: LogClock): readonly GatewayLogEvent[] {
	const telling = records.filter(({tag}) => tag === 'FetchError' || tag === 'Error' || tag === 'VCL_Error');
	const last = telling.at(-1);
	if (last?.wallMs === undefined || last.wallMs === null) {
		return [];
	}

	// A try on an idle connection that had died is repeated by itself, on a new one: the errors after the last connection count.
	const connected = records.findLastIndex(({tag}) => tag === 'BackendOpen');
	const errors = records.slice(connected + 1).flatMap(({tag, text}) => (tag === 'FetchError' || tag === 'Error' ? [text] : []));
	const after = records.slice(records.indexOf(last)).find(({tag}) => tag === 'Timestamp');
	return [
		{
			kind: 'gateway-log',
			// The Timestamp that follows comes at once; where a body broke off there is none, and the client's end is the next thing known.
			atMs: clock.fromWallMs(after?.wallMs ?? request?.records.at(-1)?.wallMs ?? last.wallMs),
			uncertaintyMs: after === undefined ? 20 : 2,
			level: 'error',
			raw: records
				.filter((record) => tells(record, telling))
				.map(({tag, text}) => `${tag} ${text}`)
				.join(' | '),
			requestId: requestIdOf(records, 'BereqURL'),
			cause: varnishCause(errors),
			upstreamAddress: addressesOf(records).at(-1) ?? /^backend (\S+):/.exec(errors[0] ?? '')?.[1] ?? null,
		},
	];
}

/** The request, what went wrong, an informational answer that was taken for the answer, and how much came of a head that broke off. */
function tells(record: VarnishRecord, telling: readonly VarnishRecord[]): boolean {
	const {tag, text} = record;
	return (
		tag === 'BereqURL' ||
		telling.includes(record) ||
		(tag === 'BerespStatus' && /^1\d\d$/.test(text)) ||
		(tag === 'BereqAcct' && telling.some((each) => each.text.startsWith('HTC eof')))
	);
}

function accessOf({records}: VarnishTransaction, tries: readonly VarnishTransaction[], clock: LogClock): readonly AccessEvent[] {
	const status = textOf(records, 'RespStatus');
	const end = records.flatMap(({tag, text}) => (tag === 'Timestamp' ? (timestampOf(text) ?? []) : [])).at(-1);
	if (status === null || end === undefined) {
		return [];
	}

	const attempts = tries.map((each) => ({address: addressesOf(each.records).at(-1) ?? 'none', status: statusOf(each.records)}));
	return [
		{
			kind: 'access',
			atMs: clock.fromWallMs(end.wallMs),
			uncertaintyMs: 1,
			requestId: requestIdOf(records, 'ReqURL'),
			status: Number(status),
			upstreamAddresses: attempts.map(({address}) => address),
			upstreamStatuses: attempts.map((attempt) => attempt.status),
			durationMs: Math.round(end.sinceStartMs),
			worker: null,
		},
	];
}

/** Of the backend's answer; null where there was none, and Varnish made one. */
function statusOf(records: readonly VarnishRecord[]): number | null {
	const made = records.some(({tag, text}) => tag === 'Timestamp' && timestampOf(text)?.name === 'Error');
	const status = textOf(records, 'BerespStatus');
	return made || status === null ? null : Number(status);
}

/** `23 app1 192.168.0.3 8080 192.168.0.5 45690 connect` */
function addressesOf(records: readonly VarnishRecord[]): readonly string[] {
	return records.flatMap(({tag, text}) => (tag === 'BackendOpen' ? [text.split(' ').slice(2, 4).join(':')] : []));
}

function textOf(records: readonly VarnishRecord[], wanted: string): string | null {
	return records.findLast(({tag}) => tag === wanted)?.text ?? null;
}

function requestIdOf(records: readonly VarnishRecord[], tag: string): number | null {
	return requestIdIn(textOf(records, tag) ?? '');
}

function lifeOf({tag, text, line, wallMs}: VarnishRecord, clock: LogClock): readonly GatewayLogEvent[] {
	const lifecycle = signatureOf('varnish', `${tag} ${text}`)?.lifecycle;
	// It carries no time: under load, the record before it is a few milliseconds old.
	return lifecycle === undefined || wallMs === null
		? []
		: [
				{
					kind: 'gateway-log',
					atMs: clock.fromWallMs(wallMs),
					uncertaintyMs: 100,
					level: 'info',
					raw: line,
					requestId: null,
					cause: null,
					upstreamAddress: null,
					lifecycle,
				},
			];
}

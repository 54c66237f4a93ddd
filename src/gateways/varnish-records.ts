// Records of varnishlog (`-g raw`) put together into transactions: a request of a client is one, and so is each of its tries at a backend.
// Records of a transaction stand together, and carry its number, which is used once in the life of a Varnish, and so in a file.

export interface VarnishRecord {
	readonly tag: string;
	readonly text: string;
	/** As it stands in the log. */
	readonly line: string;
	/** Of the record itself, else of the last one before it that has a time. Null where none has. */
	readonly wallMs: number | null;
}

export interface VarnishTransaction {
	readonly kind: 'req' | 'bereq';
	/** A try names the request that it is for, or the try before it. */
	readonly parent: string;
	readonly records: readonly VarnishRecord[];
}

export interface VarnishRecords {
	readonly transactions: ReadonlyMap<string, VarnishTransaction>;
	/** Of no transaction: what backends' health and the management are about. */
	readonly others: readonly VarnishRecord[];
}

const recordLine = /^\s*(\d+) (\w+)\s+[bc-] (.*)$/;
const begin = /^(req|bereq) (\d+) /;

export function readVarnishRecords(text: string): VarnishRecords {
	const transactions = new Map<string, VarnishTransaction & {readonly records: VarnishRecord[]}>();
	const others: VarnishRecord[] = [];
	let wallMs: number | null = null;
	for (const line of text.split('\n')) {
		const [, id = '', tag = '', rest = ''] = recordLine.exec(line) ?? [];
		if (tag === 'Timestamp') {
			wallMs = timestampOf(rest)?.wallMs ?? wallMs;
		}

		const [, kind, parent = ''] = begin.exec(tag === 'Begin' ? rest : '') ?? [];
		if (kind === 'req' || kind === 'bereq') {
			transactions.set(id, {kind, parent, records: []});
		} else if (id === '0') {
			others.push({tag, text: rest, line: line.trim(), wallMs});
		} else {
			transactions.get(id)?.records.push({tag, text: rest, line: line.trim(), wallMs});
		}
	}

	return {transactions, others};
}

/** `Resp: 1795243809.090094 0.005725 0.001580`: a name, seconds since 1970, since the start of the transaction, since the one before. */
export function timestampOf(text: string): {readonly name: string; readonly wallMs: number; readonly sinceStartMs: number} | null {
	const match = /^(\w+): (\d+\.\d+) (\d+\.\d+) /.exec(text);
	return match === null ? null : {name: match[1] ?? '', wallMs: Number(match[2]) * 1000, sinceStartMs: Number(match[3]) * 1000};
}

// node-postgres lies in an image of its own, and is no dependency of Gatequake: what is used of it is written down here.
import type {EventEmitter} from 'node:events';

export interface QueryResult {
	readonly rows: readonly Readonly<Record<string, unknown>>[];
}

export interface PgClient extends EventEmitter {
	connect(): Promise<void>;
	query(text: string, values?: readonly unknown[]): Promise<QueryResult>;
	end(): Promise<void>;
}

export interface PgPool extends EventEmitter {
	query(text: string, values?: readonly unknown[]): Promise<QueryResult>;
}

export interface Pg {
	readonly Client: new (options: {readonly connectionString: string; readonly application_name: string}) => PgClient;
	readonly Pool: new (options: {
		readonly connectionString: string;
		readonly max: number;
		/** 0: no limit. */
		readonly connectionTimeoutMillis: number;
		/** 0: no limit. */
		readonly maxUses?: number;
	}) => PgPool;
}

/** Where its image has it. */
const pgPlace = '/opt/pg/node_modules/pg';

/** At once: an app that listens has it. */
export function loadPg(): Pg {
	const require = process.getBuiltinModule('node:module').createRequire(import.meta.url);
	const loaded: unknown = require(pgPlace);
	if (!isPg(loaded)) {
		throw new Error('expected node-postgres in /opt/pg, and what is there has neither Client nor Pool');
	}

	return loaded;
}

function isPg(value: unknown): value is Pg {
	return typeof value === 'object' && value !== null && 'Client' in value && 'Pool' in value;
}

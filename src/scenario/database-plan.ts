// The database behind the apps of a Plan.

/** A PostgreSQL. Apps that have a `pool` ask it when `/data` is asked of them. */
export interface DatabasePlan {
	readonly kind: 'postgres';
	/** Connections in all, three of them for superusers alone. */
	readonly maxConnections: number;
}

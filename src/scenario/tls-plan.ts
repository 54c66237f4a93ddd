// How a gateway of a Plan speaks TLS to its upstreams.

export interface UpstreamTlsOptions {
	/** It checks who issued an upstream's certificate, for which name, and until when. */
	readonly verify: boolean;
	/** It says in its hello whom it wants (SNI). */
	readonly sendName: boolean;
}

export interface EndpointTls {
	/** The name that the upstreams' certificates have in common, and that is checked. */
	readonly serverName: string;
	/** Path in the gateway's container of the certificate of the authority that issued them. */
	readonly authorityPath: string;
}

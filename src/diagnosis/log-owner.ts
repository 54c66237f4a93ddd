// Whose log a file is: a gateway's, an app's, or the machine's.

export const gatewayOwners = ['nginx', 'ingress-nginx', 'haproxy', 'httpd', 'envoy', 'caddy', 'traefik', 'varnish'] as const;
export const logOwners = [...gatewayOwners, 'app', 'kernel', 'journal', 'engine'] as const;
export type LogOwner = (typeof logOwners)[number];

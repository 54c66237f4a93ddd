// What the ingress-nginx controller adds to nginx's own error log: its balancer in Lua, and the controller in Go.
import {signature} from '../signature.ts';
import type {Signature} from '../signature.ts';

const controller = 'internal/ingress/controller/controller.go';

export const ingressNginx: readonly Signature[] = [
	signature('no-peer', /no peer was returned, balancer:/, ['failure', 'health', 'destination_unavailable', '503'], {
		meaning: 'the Service has no endpoint that is ready',
		check: 'kubectl get endpointslices of the Service: are pods ready, does the selector match?',
		change: 'readinessProbe, replicas, the selector and targetPort of the Service; a preStop sleep so that pods leave before they stop.',
		source: 'rootfs/etc/nginx/lua/balancer.lua: balance',
	}),
	signature('proxy-to-self', /attempted to proxy to self/, ['failure', 'connect', 'proxy_configuration_error', '503'], {
		meaning: 'an endpoint is the ingress controller itself: a loop',
		check: 'Which Service points back at the controller.',
		change: 'The backend of the Ingress.',
		source: 'rootfs/etc/nginx/lua/balancer.lua: balance',
	}),
	signature('no-endpoint', /Service "[^"]*" does not have any active Endpoint/, ['failure', 'health', 'destination_unavailable', '503'], {
		meaning: 'a Service had no endpoint when the controller built its config',
		check: 'kubectl get endpointslices; events of the pods.',
		change: 'readinessProbe, replicas, the selector of the Service.',
		source: `${controller}: serviceEndpoints`,
	}),
	signature('all-retried', /all endpoints have been retried/, ['consequence', 'health', 'destination_unavailable', '502 or 504'], {
		meaning: 'every endpoint was tried once and failed',
		check: 'What failed just before, on each of them.',
		change: 'proxy-next-upstream-tries; the pods.',
		source: 'rootfs/etc/nginx/lua/balancer/ewma.lua: balance',
	}),
	signature(
		'reload-failed',
		/Unexpected failure reloading the backend/,
		['failure', 'start', 'proxy_configuration_error', 'the old config stays'],
		{
			meaning: 'nginx refused the config that the controller made',
			check: 'The lines below it: nginx -t of the generated file.',
			change: 'The snippet or annotation of the Ingress that it names; the admission webhook refuses such an Ingress beforehand.',
			source: `${controller}: syncIngress`,
		},
	),
	signature('dynamic-failed', /Dynamic reconfiguration failed/, ['strain', 'health', null, 'old endpoints stay'], {
		meaning: 'new endpoints did not reach nginx',
		check: 'Whether nginx answers on its status port; its memory.',
		change: 'Resources of the controller.',
		source: `${controller}: syncIngress`,
	}),
	signature(
		'service-missing',
		/Error (?:getting Service|obtaining Endpoints for Service) "/,
		['failure', 'name', 'destination_not_found', '503'],
		{
			meaning: 'an Ingress names a Service that does not exist',
			check: 'Name and namespace of the Service.',
			change: 'backend.service.name of the Ingress.',
			source: `${controller}: getBackendServers; endpointslices.go`,
		},
	),
	signature('reloaded', /Backend successfully reloaded/, ['life', 'process', null, 'none'], {
		meaning: 'the controller reloaded nginx',
		check: 'How often: each reload ends long connections after worker-shutdown-timeout.',
		change: 'Fewer changes that need a reload.',
		source: `${controller}: syncIngress`,
		lifecycle: 'reloaded',
	}),
];

// The table of gateways. To add one: a file for it, its test, and a line here.
import type {GatewayKind} from './gateway.ts';
import {nginx} from './nginx.ts';

export const gateways: Readonly<Record<string, GatewayKind>> = {nginx};

// HAProxy: how each request ended, and what it says of itself.
import type {Signature} from '../signature.ts';
import {haproxyOwn} from './haproxy-own.ts';
import {haproxyStates} from './haproxy-states.ts';

export const haproxy: readonly Signature[] = [...haproxyStates, ...haproxyOwn];

// nginx's error log: all that it says of upstreams and of itself. The words that are tried stand between the connection's number and
// `, client: `, so that nothing a client sent can be taken for a cause.
import type {Signature} from '../signature.ts';
import {nginxAnswer} from './nginx-answer.ts';
import {nginxConnect} from './nginx-connect.ts';
import {nginxOwn} from './nginx-own.ts';

export const nginx: readonly Signature[] = [...nginxConnect, ...nginxAnswer, ...nginxOwn];

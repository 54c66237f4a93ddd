// The table of patterns: shapes of a failure that have a name of their own. They stand among a verdict's reasons, in words, where it is not pass.
// To add one: a file beside the others, its test, and its line here.
import type {Timeline} from '../timeline/timeline.ts';
import type {Facts} from './facts.ts';
import {findFlapping} from './flapping.ts';
import {findMetastable} from './metastable.ts';
import {findOomLoop} from './oom-loop.ts';

/** A sentence that begins with the name, or null where the run does not show it. */
export type Pattern = (timeline: Pick<Timeline, 'events' | 'samples'>, facts: Facts) => string | null;

export const patterns: readonly Pattern[] = [findOomLoop, findFlapping, findMetastable];

import test from 'ava';
import {DeadlineQueue, type Expiring} from '../../src/load/deadline-queue.ts';

const item = (): Expiring => ({deadlineMs: 0, queue: null, previous: null, next: null});

test('items expire in order, each at its time and once', (t) => {
	const expired: Expiring[] = [];
	const queue = new DeadlineQueue(100, (each) => expired.push(each));
	const items = [item(), item(), item()] as const;
	for (const [index, each] of items.entries()) queue.add(each, index * 10);
	queue.expire(99);
	t.deepEqual(expired, []);
	queue.expire(110);
	t.is(expired.length, 2);
	t.is(expired[0], items[0]);
	queue.expire(1000);
	queue.expire(2000);
	t.is(expired.length, 3);
	t.is(items[2].queue, null);
});

test('an item that is taken out or moved to another queue does not expire in the first', (t) => {
	const expired: string[] = [];
	const first = new DeadlineQueue(10, () => expired.push('first'));
	const second = new DeadlineQueue(50, () => expired.push('second'));
	const items = [item(), item(), item(), item()] as const;
	for (const each of items) first.add(each, 0);
	first.remove(items[1]);
	first.remove(items[1]);
	second.add(items[3], 0);
	first.remove(items[3]);
	first.expire(20);
	t.deepEqual(expired, ['first', 'first']);
	second.expire(50);
	t.deepEqual(expired, ['first', 'first', 'second']);
});

test('an item may be put in again while it expires', (t) => {
	let rounds = 0;
	const queue: DeadlineQueue = new DeadlineQueue(10, (each) => {
		rounds++;
		queue.add(each, 20 * rounds);
	});
	queue.add(item(), 0);
	queue.expire(20);
	t.is(rounds, 1);
	queue.expire(30);
	t.is(rounds, 2);
});

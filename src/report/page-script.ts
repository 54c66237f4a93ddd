// Comfort for the page where scripts may run: a readout over the charts by pointer or arrow keys, copy buttons, opening what a link points at.
// The page says everything without it.

export const pageScript = `
'use strict';
for (const area of document.querySelectorAll('.chart .area')) {
	const plot = area.parentElement;
	const columns = [...area.querySelectorAll('.hits rect')];
	const starts = columns.map((column) => parseFloat(column.getAttribute('x')) / 100);
	const texts = columns.map((column) => column.textContent);
	for (const column of columns) column.replaceChildren();
	const tip = document.createElement('p');
	tip.className = 'tip';
	tip.setAttribute('role', 'status');
	tip.hidden = true;
	plot.append(tip);
	let current = -1;
	const show = (index) => {
		columns[current]?.classList.remove('on');
		current = index;
		tip.hidden = index < 0;
		if (index < 0) return;
		columns[index].classList.add('on');
		tip.textContent = texts[index];
		const room = plot.getBoundingClientRect();
		const place = columns[index].getBoundingClientRect();
		const wanted = place.left - room.left + place.width / 2 - tip.offsetWidth / 2;
		tip.style.left = Math.max(0, Math.min(wanted, room.width - tip.offsetWidth)) + 'px';
	};
	area.addEventListener('pointermove', (event) => {
		const box = area.getBoundingClientRect();
		const share = (event.clientX - box.left) / box.width;
		show(Math.max(0, starts.findLastIndex((start) => start <= share)));
	});
	area.addEventListener('pointerleave', () => show(-1));
	area.setAttribute('tabindex', '0');
	area.addEventListener('blur', () => show(-1));
	area.addEventListener('keydown', (event) => {
		const step = {ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10}[event.key];
		if (event.key === 'Escape') show(-1);
		else if (event.key === 'Home') show(0);
		else if (event.key === 'End') show(columns.length - 1);
		else if (step) show(Math.max(0, Math.min(columns.length - 1, current + step)));
		else return;
		event.preventDefault();
	});
}
for (const line of document.querySelectorAll('.repro')) {
	const button = document.createElement('button');
	button.type = 'button';
	button.textContent = 'Copy';
	button.addEventListener('click', async () => {
		const code = line.querySelector('code');
		try {
			await navigator.clipboard.writeText(code.textContent);
			button.textContent = 'Copied';
		} catch {
			getSelection().selectAllChildren(code);
			button.textContent = 'Selected';
		}
	});
	line.append(button);
}
const openTarget = () => {
	const target = location.hash === '' ? null : document.getElementById(location.hash.slice(1));
	if (target instanceof HTMLDetailsElement) {
		target.open = true;
		target.scrollIntoView();
	}
};
addEventListener('hashchange', openTarget);
document.querySelector('.overview')?.addEventListener('click', (event) => {
	if (event.target.closest('a')) setTimeout(openTarget);
});
openTarget();
`;

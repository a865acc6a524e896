// What a chart says of the point under the pointer, or of the one that arrow keys move to. Without it the table behind each chart says the same.
for (const chart of document.querySelectorAll('[data-chart]')) {
  const plot = chart.querySelector('.plot');
  const readout = chart.querySelector('.readout');
  if (plot === null) continue;
  const spots = [...plot.querySelectorAll('.spot')];
  let at = -1;

  const show = (next) => {
    if (at >= 0) spots[at].classList.remove('on');
    at = next;
    readout.hidden = at < 0;
    readout.textContent = at < 0 ? '' : spots[at].dataset.text;
    if (at >= 0) spots[at].classList.add('on');
  };

  plot.tabIndex = 0;
  plot.addEventListener('pointermove', (event) => {
    const found = spots.indexOf(event.target);
    if (found >= 0 && found !== at) show(found);
  });
  plot.addEventListener('pointerleave', () => show(-1));
  plot.addEventListener('blur', () => show(-1));
  plot.addEventListener('keydown', (event) => {
    const last = spots.length - 1;
    const next = { ArrowRight: Math.min(last, at + 1), ArrowLeft: at < 0 ? last : Math.max(0, at - 1), Home: 0, End: last, Escape: -1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    show(next);
  });
}

// What a person changes in a draft, shown while they type. The same comparison as WordDiff.cs, with the same limit; without script a button asks the server.
const cellLimit = 1_000_000;
const word = /[\p{L}\p{M}\p{N}]+|\s+|[^]/gu;

for (const field of document.querySelectorAll('textarea[data-diff]')) {
  const target = document.getElementById(field.dataset.diff);
  const before = field.dataset.original ?? '';
  let asked = 0;
  const draw = () => {
    asked = 0;
    show(target, before, field.value);
  };
  field.addEventListener('input', () => {
    if (asked === 0) asked = requestAnimationFrame(draw);
  });
  if (field.value !== before) draw();
}

function show(target, before, after) {
  target.hidden = before === after;
  target.querySelector('[data-diff-text]').replaceChildren(...between(before, after).map(([kind, text]) => {
    const node = document.createElement(kind === 'same' ? 'span' : kind === 'removed' ? 'del' : 'ins');
    node.textContent = text;
    return node;
  }));
}

function between(before, after) {
  const a = before.match(word) ?? [];
  const b = after.match(word) ?? [];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - tail - 1] === b[b.length - tail - 1]) tail++;
  const parts = [];
  const change = { removed: '', added: '' };
  const flush = () => {
    for (const kind of ['removed', 'added']) {
      if (change[kind] !== '') parts.push([kind, change[kind]]);
      change[kind] = '';
    }
  };
  const same = (text) => {
    if (text === '') return;
    flush();
    if (parts.at(-1)?.[0] === 'same') parts.at(-1)[1] += text;
    else parts.push(['same', text]);
  };
  same(a.slice(0, head).join(''));
  middle(a.slice(head, a.length - tail), b.slice(head, b.length - tail), change, same);
  same(a.slice(a.length - tail).join(''));
  flush();
  return parts;
}

function middle(a, b, change, same) {
  if ((a.length + 1) * (b.length + 1) > cellLimit) {
    change.removed += a.join('');
    change.added += b.join('');
    return;
  }
  const width = b.length + 1;
  const common = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i * width + j] = a[i] === b[j] ? common[(i + 1) * width + j + 1] + 1 : Math.max(common[(i + 1) * width + j], common[i * width + j + 1]);
    }
  }
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      same(a[i]);
      i++;
      j++;
    } else if (j === b.length || (i < a.length && common[(i + 1) * width + j] >= common[i * width + j + 1])) {
      change.removed += a[i++];
    } else {
      change.added += b[j++];
    }
  }
}

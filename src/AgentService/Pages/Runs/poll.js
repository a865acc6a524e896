// For parts that change without an event of the desk: while one with `data-poll` (seconds) is there and the page is seen, the page is asked for again so
// often; ever less often while nothing comes back.
import { refresh } from './live.js';

const longest = 30_000;

let wait = 0;
let timer = 0;

function interval() {
  const part = document.querySelector('[data-poll]');
  return part === null ? 0 : Number(part.dataset.poll) * 1000;
}

function next() {
  clearTimeout(timer);
  if (interval() > 0) timer = setTimeout(ask, wait);
}

function ask() {
  if (!document.hidden) {
    wait = Math.min(wait * 2, longest);
    refresh();
  }
  next();
}

function begin() {
  wait = interval();
  next();
}

document.addEventListener('desk:refreshed', begin);
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) begin();
});
begin();

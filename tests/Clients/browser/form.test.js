import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attacks, makeGuard } from './guards.js';
import { makePage, submit } from './small-dom.js';

function attach(options) {
  const page = makePage();
  const { guard, ...rest } = makeGuard(options);
  let time = 0;
  return { page, guard, ...rest, attached: guard.attach(page.form, page.input, page.output), send: (text, after = 5000) => submit(page, text, (time += after)) };
}

test('attach, any form, makes the output a live region that describes the input', () => {
  const page = makePage();
  page.input.setAttribute('aria-describedby', 'hint');
  makeGuard().guard.attach(page.form, page.input, page.output);
  assert.equal(page.output.getAttribute('role'), 'status');
  assert.equal(page.output.getAttribute('aria-live'), 'polite');
  assert.equal(page.input.getAttribute('aria-describedby'), `hint ${page.output.id}`);
  assert.notEqual(page.output.id, '');
});

test('attach, twice on a page, gives each output a name of its own', () => {
  const [first, second] = [makePage(), makePage()];
  for (const page of [first, second]) makeGuard().guard.attach(page.form, page.input, page.output);
  assert.notEqual(first.output.id, second.output.id);
});

test('submit, ordinary message, goes on to the page', () => {
  const { page, send } = attach();
  assert.deepEqual(send('Where is my order?'), { sent: true, seen: true });
  assert.equal(page.output.textContent, '');
});

test('submit, attack, is not sent, not seen by the page, and said why', () => {
  const { page, send } = attach({ locale: 'de' });
  page.document.activeElement = page.send;
  assert.deepEqual(send(attacks[0]), { sent: false, seen: false });
  assert.match(page.output.textContent, /^Dabei kann ich leider nicht helfen/);
  assert.equal(page.input.getAttribute('aria-invalid'), 'true');
  assert.equal(page.document.activeElement, page.input);
  assert.equal(page.input.disabled, false);
});

test('input, after a warning, takes it away', () => {
  const { page, send } = attach();
  send(attacks[0]);
  page.input.dispatchEvent(new Event('input'));
  assert.equal(page.output.textContent, '');
  assert.equal(page.input.hasAttribute('aria-invalid'), false);
});

test('submit, third attack, disables the input and moves the focus to the reason', () => {
  const { page, send } = attach();
  for (const text of attacks.slice(0, 3)) send(text);
  assert.deepEqual([page.input.disabled, page.send.disabled, page.other.disabled], [true, true, false]);
  assert.match(page.output.textContent, /has been closed/);
  assert.equal(page.document.activeElement, page.output);
  assert.equal(page.output.getAttribute('tabindex'), '-1');
  assert.deepEqual(send('Where is my order?'), { sent: false, seen: false });
});

test('attach, blocked session, disables the input and leaves the focus', () => {
  const { guard, storage, clock } = makeGuard();
  for (const text of attacks) guard.check(text);
  const page = makePage();
  makeGuard({ storage, clock }).guard.attach(page.form, page.input, page.output);
  assert.equal(page.input.disabled, true);
  assert.match(page.output.textContent, /has been closed/);
  assert.equal(page.document.activeElement, page.input);
});

test('submit, the same text within a second, is a double click and no strike', () => {
  const { guard, send } = attach();
  send('Where is my order?');
  assert.deepEqual(send('Where is my order?', 200), { sent: false, seen: false });
  assert.equal(guard.state().strikes, 0);
  assert.equal(send('Where is my order?', 5000).sent, false);
  assert.equal(guard.state().strikes, 1);
});

test('server, a closed session, disables; an open one, enables again', () => {
  const { page, attached } = attach();
  attached.server({ blocked: true, key: 'guard.blocked', text: 'Closed by <b>us</b>.' });
  assert.equal(page.input.disabled, true);
  assert.equal(page.output.textContent, 'Closed by <b>us</b>.');
  attached.server({ blocked: false, strikes: 0 });
  assert.deepEqual([page.input.disabled, page.send.disabled, page.output.textContent], [false, false, '']);
});

test('server, message refused, says its sentence and lets it be sent again', () => {
  const { page, attached, guard, send } = attach();
  send('Where is my order?');
  attached.server({ key: 'guard.rateLimited', text: 'Please wait a moment.' });
  assert.equal(page.output.textContent, 'Please wait a moment.');
  assert.equal(send('Where is my order?').sent, true);
  assert.equal(guard.state().strikes, 0);
});

test('server, a strike there, counts here', () => {
  const { attached, guard } = attach();
  attached.server({ strikes: 2, key: 'guard.warning2', text: 'Again.' });
  assert.equal(guard.state().strikes, 2);
});

test('unblocking, an element that the page itself had disabled, stays so', () => {
  const { page, guard } = { page: makePage(), ...makeGuard() };
  page.send.disabled = true;
  const attached = guard.attach(page.form, page.input, page.output);
  attached.server({ blocked: true });
  attached.server({ blocked: false });
  assert.deepEqual([page.input.disabled, page.send.disabled], [false, true]);
});

test('pageshow, blocked meanwhile in another frame, disables the input', () => {
  const { page, storage, clock } = attach();
  const other = makeGuard({ storage, clock }).guard;
  for (const text of attacks) other.check(text);
  page.view.dispatchEvent(new Event('pageshow'));
  assert.equal(page.input.disabled, true);
});

test('detach, attack, is the page\'s matter', () => {
  const { page, attached, send } = attach();
  for (const text of attacks.slice(0, 3)) send(text);
  attached.detach();
  assert.equal(page.input.disabled, false);
  assert.deepEqual(send(attacks[3]), { sent: true, seen: true });
});

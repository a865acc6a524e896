// The few parts of a page that the guard's form touches, on node's own events. A real browser is asked by the tests of the chat page.
class Element extends EventTarget {
  attributes = new Map();
  disabled = false;
  textContent = '';
  value = '';
  type = '';

  constructor(ownerDocument) {
    super();
    this.ownerDocument = ownerDocument;
  }

  get id() {
    return this.attributes.get('id') ?? '';
  }

  set id(value) {
    this.attributes.set('id', value);
  }

  getAttribute(name) {
    return this.attributes.get(name) ?? null;
  }

  setAttribute(name, value) {
    this.attributes.set(name, String(value));
  }

  hasAttribute(name) {
    return this.attributes.has(name);
  }

  removeAttribute(name) {
    this.attributes.delete(name);
  }

  focus() {
    this.ownerDocument.activeElement = this;
  }
}

/** A page with a form of an input, two buttons and an output: `{ view, document, form, input, send, other, output }`. */
export function makePage() {
  const view = new EventTarget();
  const document = { defaultView: view, activeElement: null };
  const make = (type) => Object.assign(new Element(document), { type });
  const [form, input, send, other, output] = ['', 'textarea', 'submit', 'button', ''].map(make);
  form.elements = [input, send, other];
  input.focus();
  return { view, document, form, input, send, other, output };
}

/** Submits a text as a person would; answers whether the form would be sent and whether the page's own listener saw it. */
export function submit({ form, input }, text, timeStamp) {
  let seen = false;
  const listener = () => (seen = true);
  form.addEventListener('submit', listener);
  input.value = text;
  const event = new Event('submit', { cancelable: true });
  Object.defineProperty(event, 'timeStamp', { value: timeStamp });
  const sent = form.dispatchEvent(event);
  form.removeEventListener('submit', listener);
  return { sent, seen };
}

() => {
  const faults = [];
  const fault = (element, text) => faults.push(`${text}: ${element.outerHTML.slice(0, 160)}`);
  const isShown = (element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility !== 'hidden' && element.closest('.visually-hidden') === null;

  // Structure
  if (document.querySelectorAll('h1').length !== 1) faults.push(`${document.querySelectorAll('h1').length} headings of the first level`);
  if (document.querySelectorAll('main').length !== 1) faults.push('not one main landmark');
  if (!/^[a-z]{2}$/.test(document.documentElement.lang)) faults.push('the document has no language');
  let level = 1;
  for (const heading of document.querySelectorAll('main :is(h1, h2, h3, h4, h5, h6)')) {
    const own = Number(heading.tagName[1]);
    if (own > level + 1) fault(heading, `a heading of level ${own} after one of ${level}`);
    level = own;
  }
  const ids = new Set();
  for (const element of document.querySelectorAll('[id]')) {
    if (ids.has(element.id)) fault(element, 'an id that stands twice');
    ids.add(element.id);
  }
  for (const element of document.querySelectorAll('[aria-describedby], [aria-labelledby], label[for], [aria-controls]')) {
    for (const id of `${element.getAttribute('aria-describedby') ?? ''} ${element.getAttribute('aria-labelledby') ?? ''} ${element.getAttribute('for') ?? ''} ${element.getAttribute('aria-controls') ?? ''}`.split(/\s+/)) {
      if (id !== '' && document.getElementById(id) === null) fault(element, `names "${id}", which is not there`);
    }
  }

  // Names
  const nameOf = (element) => (element.getAttribute('aria-label') ?? '').trim()
    || (element.getAttribute('aria-labelledby') ?? '').split(/\s+/).map((id) => document.getElementById(id)?.textContent ?? '').join(' ').trim()
    || [...(element.labels ?? [])].map((label) => label.textContent).join(' ').trim()
    || element.textContent.trim() || (element.querySelector('img')?.alt ?? '').trim() || (element.querySelector('svg > title')?.textContent ?? '').trim();
  for (const control of document.querySelectorAll('a[href], button, summary')) {
    if (isShown(control) && nameOf(control) === '') fault(control, 'a control without a name');
  }
  for (const field of document.querySelectorAll('input:not([type="hidden"]), select, textarea, meter, progress')) {
    const named = [...(field.labels ?? [])].length > 0 || field.getAttribute('aria-label') || field.getAttribute('aria-labelledby');
    if (!named) fault(field, 'a field without a label');
  }
  for (const picture of document.querySelectorAll('img')) if (!picture.hasAttribute('alt')) fault(picture, 'a picture without alt');
  for (const drawing of document.querySelectorAll('svg')) {
    if (drawing.getAttribute('aria-hidden') !== 'true' && (drawing.getAttribute('role') !== 'img' || nameOf(drawing) === '')) fault(drawing, 'a drawing that is neither named nor hidden');
  }
  for (const head of document.querySelectorAll('th')) if (!head.hasAttribute('scope')) fault(head, 'a table head without scope');
  for (const form of document.querySelectorAll('form[method="post"]')) if (form.querySelector('[name="csrf"]') === null) fault(form, 'a form without its token');
  for (const element of document.querySelectorAll('[tabindex]')) if (Number(element.getAttribute('tabindex')) > 0) fault(element, 'a focus order of its own');

  // Inline code is refused by the policy of content; it must not even be tried.
  for (const element of document.querySelectorAll('[style], style, script:not([src])')) fault(element, 'an inline style or script');
  for (const element of document.querySelectorAll('*')) {
    for (const attribute of element.attributes) if (attribute.name.startsWith('on')) fault(element, 'an inline handler');
  }

  // Nothing is wider than the window, but what scrolls in itself.
  if (document.documentElement.scrollWidth > window.innerWidth + 1) {
    faults.push(`the page is ${document.documentElement.scrollWidth} wide in a window of ${window.innerWidth}`);
    for (const element of document.querySelectorAll('main *')) {
      if (element.getBoundingClientRect().right > window.innerWidth + 1 && isShown(element)) {
        fault(element, 'reaches out of the window');
        break;
      }
    }
  }

  // Targets of fingers: 24 by 24 (WCAG 2.2, 2.5.8), but links in running text.
  for (const control of document.querySelectorAll('button, summary, select, input:not([type="hidden"], [type="checkbox"], [type="radio"]), a.button, nav a')) {
    const box = control.getBoundingClientRect();
    if (isShown(control) && (box.height < 24 || box.width < 24)) fault(control, `a target of ${Math.round(box.width)} by ${Math.round(box.height)}`);
  }

  // Contrast (WCAG 2.2, 1.4.3), from the colours as they are computed.
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (css) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = '#000';
    canvas.fillStyle = css;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, ground) => [0, 1, 2].map((i) => top[i] * top[3] + ground[i] * (1 - top[3]));
  const luminance = ([r, g, b]) => [r, g, b].map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)).reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const groundOf = (element) => {
    const layers = [];
    for (let at = element; at !== null; at = at.parentElement) {
      const colour = rgba(getComputedStyle(at).backgroundColor);
      if (colour[3] > 0) layers.push(colour);
      if (colour[3] === 1) break;
    }
    let ground = rgba(getComputedStyle(document.documentElement).colorScheme.includes('dark') ? '#000' : '#fff').slice(0, 3);
    for (const layer of layers.reverse()) ground = over(layer, ground);
    return ground;
  };
  const seen = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (seen.has(element) || walker.currentNode.data.trim() === '' || !isShown(element) || element.closest('[disabled], [aria-disabled="true"], script, noscript, option') !== null) continue;
    seen.add(element);
    const style = getComputedStyle(element);
    const ground = groundOf(element);
    const colour = element.closest('svg') === null ? style.color : style.fill;
    if (colour === 'none') continue;
    const [light, dark] = [luminance(over(rgba(colour), ground)), luminance(ground)].sort((a, b) => b - a);
    const ratio = (light + 0.05) / (dark + 0.05);
    const size = parseFloat(style.fontSize);
    const wanted = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    if (ratio < wanted) fault(element, `a contrast of ${ratio.toFixed(2)}, not ${wanted}`);
  }
  return faults;
}

/**
 * Opens the built page, presses Train and waits for the first step that the page shows.
 *
 * @param {boolean} settled  let the page come to rest before Train is pressed, rather than at once
 * @returns milliseconds after the address was asked for until Train could be pressed (`ready`), was
 *   (`pressed`) and the first step was there (`firstStep`), and between the latter two (`waited`)
 */
export async function startUp(browser, url, settled) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-US' });
  await page.addInitScript(watch, settled ? 1500 : 0);
  await page.goto(`${url}/site/index.html`, { waitUntil: 'commit' });
  return page.evaluate(() => window.startUp);
}

/** Runs in the page, before its own scripts. The page's parts lie in shadow trees. */
function watch(rest) {
  const find = (selector, fits, root = document) => {
    for (const element of root.querySelectorAll(selector)) if (fits(element)) return element;
    for (const element of root.querySelectorAll('*')) {
      const found = element.shadowRoot && find(selector, fits, element.shadowRoot);
      if (found) return found;
    }
    return null;
  };
  const found = (selector, fits) =>
    new Promise((resolve) => {
      const look = () => {
        const element = find(selector, fits);
        if (element) resolve(element);
        else requestAnimationFrame(look);
      };
      look();
    });

  window.startUp = (async () => {
    const train = await found('button', (b) => b.textContent.trim() === 'Train' && !b.disabled);
    const ready = performance.now();
    await new Promise((resolve) => setTimeout(resolve, rest));
    const pressed = performance.now();
    train.click();
    await found('[role=progressbar]', (bar) => Number(bar.getAttribute('aria-valuenow')) >= 1);
    const firstStep = performance.now();
    return { ready, pressed, firstStep, waited: firstStep - pressed };
  })();
}

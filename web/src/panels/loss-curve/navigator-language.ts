// uPlot makes a number format of `navigator.language` when it is loaded, and with a language that is
// none takes the page down: WebKitGTK says 'C' where the system's locale is C. To be imported before it.
try {
  Intl.getCanonicalLocales(navigator.language);
} catch {
  Object.defineProperty(navigator, 'language', { value: 'en', configurable: true });
}

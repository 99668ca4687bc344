// How the tests and the benchmark start Chromium.

/** Debian's, or the one that the environment names. */
export const executablePath = process.env.GRADLET_CHROMIUM ?? '/usr/bin/chromium';

export const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  // Else it spends its first two seconds on pages of its own for the address bar, which nobody sees.
  '--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup',
];

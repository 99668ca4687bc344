export const trainedMessages = {
  load: 'Load a trained network',
  loading: 'Loading …',
  note: (size: string) =>
    `${size}: the tutorial’s network after ten epochs, tuned. It reads a drawing at once, without training here.`,
  loaded: (accuracy: string, images: string) =>
    `Loaded: it reads ${accuracy} of ${images} unseen digits right.`,
  loadedOnly: 'Loaded: draw a digit for it to read.',
  fingerprint: 'Fingerprint',
  fingerprintHelp:
    'SHA-256 over all weights: the tuned run, made on your machine, ends with the same one.',
};

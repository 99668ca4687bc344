// Imported before a library that starts as many workers as there are processors: here as many as the
// contest says, which gives each worker its threads as its name.
Object.defineProperty(navigator, 'hardwareConcurrency', { value: Number(self.name) });

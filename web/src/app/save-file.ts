/** A file of text, as its maker names it. */
export interface TextFile {
  name: string;
  /** MIME type. */
  type: string;
  text: string;
}

/** Hands `file` to the browser to be saved. */
export function saveFile({ name, type, text }: TextFile): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has the bytes once it has begun to save them.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

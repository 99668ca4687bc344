/**
 * Registers a custom element once, so that two copies of a bundle can live on one page. The first
 * definition of a name stands.
 */
export function define(name: string, element: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, element);
}

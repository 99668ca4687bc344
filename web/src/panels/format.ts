/** Numbers as the page writes them: fixed decimals, units, no jumping widths. */

/** U+00A0: a number stays with its unit. */
const nbsp = '\u00a0';

export class Format {
  readonly #whole: Intl.NumberFormat;
  readonly #one: Intl.NumberFormat;
  readonly #two: Intl.NumberFormat;
  readonly #four: Intl.NumberFormat;
  readonly #plain: Intl.NumberFormat;

  /** @param locale a BCP 47 tag: 'en', 'zh-Hans'. */
  constructor(locale: string) {
    const digits = (n: number) =>
      new Intl.NumberFormat(locale, { minimumFractionDigits: n, maximumFractionDigits: n });
    this.#whole = digits(0);
    this.#one = digits(1);
    this.#two = digits(2);
    this.#four = digits(4);
    this.#plain = new Intl.NumberFormat(locale, { maximumSignificantDigits: 6 });
  }

  whole(value: number): string {
    return this.#whole.format(value);
  }

  /** A loss, with as many decimals as the tutorial prints. */
  loss(value: number | null): string {
    return value === null ? '–' : this.#fixed(value, this.#two);
  }

  four(value: number): string {
    return this.#fixed(value, this.#four);
  }

  /** With as many digits as it needs, at most six: '0.5', '1e-9'. */
  plain(value: number): string {
    const size = Math.abs(value);
    return size !== 0 && (size < 1e-4 || size >= 1e6)
      ? String(Number(value.toPrecision(6)))
      : this.#plain.format(value);
  }

  /** Fixed decimals while they say something; '1.3e+18', 'Infinity' and 'NaN' beyond. */
  #fixed(value: number, digits: Intl.NumberFormat): string {
    if (!Number.isFinite(value)) return String(value);
    return Math.abs(value) < 10_000 ? digits.format(value) : value.toExponential(1);
  }

  /** A share from 0 to 1 as a percentage with two decimals. */
  percent(share: number | null): string {
    return share === null ? `–${nbsp}%` : `${this.#two.format(share * 100)}${nbsp}%`;
  }

  /** A share from 0 to 1 as a whole percentage, for axes. */
  wholePercent(share: number): string {
    return `${this.#whole.format(share * 100)}${nbsp}%`;
  }

  /** Milliseconds below one second, seconds below two minutes, then minutes. */
  duration(seconds: number): string {
    if (seconds < 1) return `${this.#whole.format(seconds * 1000)}${nbsp}ms`;
    if (seconds < 120) return `${this.#one.format(seconds)}${nbsp}s`;
    return `${this.#whole.format(seconds / 60)}${nbsp}min`;
  }

  /** What is left, rounded up: nobody waits for a tenth of a second. */
  remaining(seconds: number): string {
    if (seconds < 120) return `${this.#whole.format(Math.ceil(seconds))}${nbsp}s`;
    return `${this.#whole.format(Math.ceil(seconds / 60))}${nbsp}min`;
  }

  /** A time that is only expected: whole seconds, at least one. */
  about(seconds: number): string {
    return this.remaining(Math.max(1, Math.round(seconds)));
  }

  /** Rounded to two leading digits, which is what a speed can promise. */
  speed(imagesPerSecond: number): string {
    if (!(imagesPerSecond > 0)) return '–';
    const unit = 10 ** Math.max(0, Math.floor(Math.log10(imagesPerSecond)) - 1);
    return this.#whole.format(Math.round(imagesPerSecond / unit) * unit);
  }

  kilobytes(bytes: number): string {
    return `${this.#whole.format(bytes / 1e3)}${nbsp}kB`;
  }

  megabytes(bytes: number): string {
    return `${this.#one.format(bytes / 1e6)}${nbsp}MB`;
  }
}

const formats = new Map<string, Format>();

/** The one `Format` of a locale: its parts take much longer to make than to use. */
export function formatOf(locale: string): Format {
  const known = formats.get(locale);
  if (known) return known;
  const made = new Format(locale);
  formats.set(locale, made);
  return made;
}

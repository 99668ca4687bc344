import { css } from 'lit';

/** The bench: three columns from 1024 px on, folded below. */
export const labStyle = css`
  .page {
    max-width: 1440px;
    margin: 0 auto;
    padding: 0 var(--space-8);
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: var(--space-1) var(--space-4);
    padding: var(--space-4) 0;
    border-bottom: 1px solid var(--hairline);
  }
  h1 {
    margin: 0;
    font-size: var(--text-xl);
    font-weight: 700;
    line-height: 1.2;
  }
  nav {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-1) var(--space-4);
    margin-left: auto;
  }
  h2 {
    margin-bottom: var(--space-3);
    font-size: var(--text-l);
    font-weight: 600;
  }
  h3 {
    margin-bottom: var(--space-2);
    font-size: var(--text-s);
    font-weight: 400;
    color: var(--ink-soft);
  }
  .bench {
    display: grid;
    grid-template-columns: 297px minmax(0, 1fr) 313px;
  }
  /* What has not changed is not painted again for its neighbours. */
  header,
  footer,
  .settings > *,
  .learn > *,
  .read > *,
  .more {
    isolation: isolate;
  }
  section {
    min-width: 0;
    padding: var(--space-4) 0;
  }
  .settings {
    padding-right: var(--space-8);
    border-right: 1px solid var(--hairline);
  }
  .read {
    padding-left: var(--space-8);
    border-left: 1px solid var(--hairline);
  }
  .learn {
    padding-right: var(--space-8);
    padding-left: var(--space-8);
  }
  .learn > * + * {
    margin-top: var(--space-4);
  }
  loss-curve {
    --curve-height: clamp(280px, calc(100vh - 530px), 560px);
  }
  .learn h2 {
    margin-bottom: 0;
  }
  trouble-note {
    margin: var(--space-2) 0;
  }
  trouble-note[empty] {
    margin: 0;
  }
  summary {
    padding: var(--space-2) 0;
    color: var(--accent);
    font-weight: 500;
    cursor: pointer;
  }
  .settings summary {
    display: none;
  }
  .group {
    margin-top: var(--space-4);
    padding-top: var(--space-4);
    border-top: 1px solid var(--hairline);
  }
  .group p {
    margin-bottom: var(--space-2);
  }
  .sketch {
    margin-bottom: var(--space-3);
  }
  .seen {
    margin-top: var(--space-3);
  }
  .way {
    margin-top: var(--space-2);
  }
  .way[open] summary {
    margin-bottom: var(--space-2);
  }
  .more {
    border-top: 1px solid var(--hairline);
    padding: var(--space-4) 0 var(--space-6);
  }
  .more h2 {
    outline-offset: 4px;
  }
  /* Long, and below what is looked at: each a layer, which is not gone through when others change. */
  run-list,
  epoch-table,
  .printed,
  .mistakes {
    background: var(--paper);
    will-change: transform;
  }
  .printed,
  .mistakes {
    contain: layout paint;
    overflow-clip-margin: var(--space-2);
  }
  .hello {
    padding-bottom: var(--space-4);
  }
  .hello[open] {
    padding-bottom: var(--space-8);
  }
  .hello summary {
    font-size: var(--text-l);
    font-weight: 600;
    color: var(--ink);
  }
  footer {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-1) var(--space-6);
    padding: var(--space-4) 0 var(--space-6);
    border-top: 1px solid var(--hairline);
    font-size: var(--text-s);
    color: var(--ink-soft);
  }

  @media (max-width: 1199px) {
    .page {
      padding: 0 var(--space-6);
    }
    .bench {
      grid-template-columns: 257px minmax(0, 1fr) 297px;
    }
    .settings {
      padding-right: var(--space-4);
    }
    .learn {
      padding-right: var(--space-4);
      padding-left: var(--space-4);
    }
    .read {
      padding-left: var(--space-4);
    }
  }

  @media (max-width: 1023px) {
    .bench {
      grid-template-columns: minmax(0, 1fr);
    }
    .settings,
    .learn,
    .read {
      padding: var(--space-6) 0;
      border: 0;
    }
    .bench section + section {
      border-top: 1px solid var(--hairline);
    }
    .settings summary {
      display: list-item;
    }
    .settings details[open] summary {
      margin-bottom: var(--space-3);
    }
    .read {
      display: grid;
      grid-template-columns: 280px minmax(0, 1fr);
      column-gap: var(--space-8);
    }
    .read h2,
    .read trouble-note {
      grid-column: 1 / -1;
    }
    .sketch {
      margin: 0;
    }
    .seen,
    .ways {
      margin-top: var(--space-4);
    }
    .ways {
      grid-column: 2;
      padding-top: 0;
      border-top: 0;
    }
    loss-curve {
      --curve-height: 260px;
    }
  }

  @media (max-width: 639px) {
    nav {
      margin-left: 0;
    }
    .page {
      padding: 0 var(--space-4);
    }
    .read {
      display: block;
    }
    .sketch {
      margin-bottom: var(--space-4);
    }
    loss-curve {
      --curve-height: 220px;
    }
  }
`;

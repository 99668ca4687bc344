import { defineConfig } from '@playwright/test';
import page from './playwright.config.ts';

/** Takes pictures of the page instead of testing it; see scripts/screenshots. */
export default defineConfig(page, { testMatch: '**/*.screenshots.ts', reporter: 'line' });

/** Svelte 5 reads TypeScript by itself; runes are on for every component. */
export default { compilerOptions: { runes: true } };

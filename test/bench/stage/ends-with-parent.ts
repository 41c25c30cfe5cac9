/** Loaded before whatever a bench runs as a process of its own: it ends when the bench does, were that killed with -9. */
process.on('disconnect', () => process.exit(1));

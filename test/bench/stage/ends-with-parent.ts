/**
 * Loaded before whatever a bench runs as a process of its own: it ends when the bench does, were that killed with -9, and the
 * channel to it keeps nobody from ending earlier.
 */
process.on('disconnect', () => process.exit(1));
process.channel?.unref();

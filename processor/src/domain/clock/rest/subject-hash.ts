/** 53 bits of a subject's name, never 0: two multiplicative hashes, each mixed until every bit of it depends on all. */
export function subjectHash(subject: string): number {
  let high = 0x811c9dc5;
  let low = 0x9e3779b9;
  for (let i = 0; i < subject.length; i++) {
    const unit = subject.charCodeAt(i);
    high = Math.imul(high ^ unit, 0x01000193);
    low = Math.imul(low ^ unit, 0x85ebca6b);
  }
  return (mix(high) & 0x1fffff) * 0x1_0000_0000 + mix(low) || 1;
}

function mix(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

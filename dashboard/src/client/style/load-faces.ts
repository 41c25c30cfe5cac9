import { language } from '../language/language.ts';

/** A late font is not worth a dark display. ms */
const PATIENCE = 2_000;
const WEIGHTS = ['500', '600', '700'];

/** Resolves once the page's own faces are here: a late one would move every line. In another one after two seconds. */
export async function loadFaces(): Promise<void> {
  const faces = ['"Barlow Semi Condensed"', ...(language === 'ar' ? ['"IBM Plex Sans Arabic"'] : [])];
  const loading = faces.flatMap((face) =>
    WEIGHTS.map((weight) => document.fonts.load(`${weight} 1rem ${face}`, language === 'ar' ? 'Aب' : 'A')),
  );
  await Promise.race([Promise.allSettled(loading), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
}

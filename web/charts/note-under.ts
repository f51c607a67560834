import { chartFont, exportLook } from './chart-look';

/** Of the line that a note stands on, of each further one, and of its letters, in pixels. */
const [lineHeight, nextLine, letters, indent] = [24, 16, 11, 8];
/** A PNG holds so many pixels for each of the page's. */
export const pngScale = 3;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** An exported picture with lines of text under it: an SVG as text, a PNG as a data address. */
export async function noteUnder(
  kind: 'svg' | 'png',
  content: string,
  { note, size }: { note: string; size: Size },
): Promise<string> {
  return kind === 'svg' ? noteUnderSvg(content, note, size) : noteUnderPng(content, note, size);
}

function noteUnderSvg(content: string, note: string, { width, height }: Size): string {
  const picture = new DOMParser().parseFromString(content, 'image/svg+xml');
  const root = picture.documentElement;
  const whole = height + heightOf(note);
  root.setAttribute('height', String(whole));
  root.setAttribute('viewBox', `0 0 ${width} ${whole}`);
  for (const { line, y } of linesOf(note, height)) {
    const text = picture.createElementNS('http://www.w3.org/2000/svg', 'text');
    const look = { x: indent, y, fill: exportLook.soft, 'font-size': letters };
    for (const [name, value] of Object.entries({ ...look, 'font-family': chartFont }))
      text.setAttribute(name, String(value));
    text.textContent = line;
    root.append(text);
  }
  return new XMLSerializer().serializeToString(picture);
}

async function noteUnderPng(content: string, note: string, { width, height }: Size): Promise<string> {
  const picture = new Image();
  picture.src = content;
  await picture.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width * pngScale;
  canvas.height = (height + heightOf(note)) * pngScale;
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('the browser gives no canvas to draw on');
  pen.scale(pngScale, pngScale);
  pen.fillStyle = exportLook.paper;
  pen.fillRect(0, 0, width, height + heightOf(note));
  pen.drawImage(picture, 0, 0, width, height);
  pen.fillStyle = exportLook.soft;
  pen.font = `${letters}px ${chartFont}`;
  for (const { line, y } of linesOf(note, height)) pen.fillText(line, indent, y, width - 2 * indent);
  return canvas.toDataURL('image/png');
}

function heightOf(note: string): number {
  return lineHeight + (note.split('\n').length - 1) * nextLine;
}

/** The lines of a note, and where each stands under a picture. */
function linesOf(note: string, height: number): { line: string; y: number }[] {
  return note.split('\n').map((line, at) => ({ line, y: height + letters + 4 + at * nextLine }));
}

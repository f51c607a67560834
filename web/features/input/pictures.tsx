import classes from './input.module.css';

/** A picture of the server, or one that came within an answer, as a data URL. */
export interface Picture {
  readonly url: string;
  readonly width: number;
  readonly height: number;
}

/** A picture enlarged by whole pixels to about `size`, by the server or by the browser: what it is made of stays visible. */
export function PixelImage({
  picture: { url, width, height },
  size,
  alt,
  lazy = false,
}: {
  readonly picture: Picture;
  readonly size: number;
  readonly alt: string;
  /** Fetched when it comes near the screen: for one of many. */
  readonly lazy?: boolean;
}) {
  const scale = Math.max(1, Math.min(16, Math.floor(size / Math.max(width, height))));
  return (
    // biome-ignore lint/performance/noImgElement: the server makes these pictures in the size asked for
    <img
      className={`pixels ${classes.picture}`}
      src={url.startsWith('data:') ? url : `${url}${url.includes('?') ? '&' : '?'}scale=${scale}`}
      width={width * scale}
      height={height * scale}
      alt={alt}
      loading={lazy ? 'lazy' : undefined}
    />
  );
}

/** A small picture, enlarged without blur. `alt` says what it shows. */
export function Pixels({
  image: { url, width, height },
  alt,
  size,
  lazy = true,
}: {
  image: { readonly url: string; readonly width: number; readonly height: number };
  alt: string;
  /** Width on the page, in CSS pixels. */
  size: number;
  /** Fetched when it comes near the screen; not where the page is printed. */
  lazy?: boolean;
}) {
  return (
    // biome-ignore lint/performance/noImgElement: the API makes pictures of the size asked for
    <img
      className="pixels"
      src={url}
      alt={alt}
      width={size}
      height={Math.round((size * height) / Math.max(1, width))}
      loading={lazy ? 'lazy' : undefined}
      decoding="async"
    />
  );
}

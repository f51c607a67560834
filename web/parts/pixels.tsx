/** A small picture, enlarged without blur. `alt` says what it shows. */
export function Pixels({
  image: { url, width, height },
  alt,
  size,
}: {
  image: { readonly url: string; readonly width: number; readonly height: number };
  alt: string;
  /** Width on the page, in CSS pixels. */
  size: number;
}) {
  return (
    // biome-ignore lint/performance/noImgElement: the API makes pictures of the size asked for
    <img
      className="pixels"
      src={url}
      alt={alt}
      width={size}
      height={Math.round((size * height) / Math.max(1, width))}
      loading="lazy"
      decoding="async"
    />
  );
}

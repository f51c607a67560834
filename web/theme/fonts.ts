/** What words are set in, from what the reader's machine has; in single quotes, since an SVG carries it within double ones. */
export const textFont =
  "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', Arial, sans-serif";

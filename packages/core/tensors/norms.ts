/** How far each row was moved: `[rows, 4]` as L0 (values changed), L1, L2, Linf, in input units. */
export function perturbationNorms(clean: Float32Array, perturbed: Float32Array, rows: number): Float32Array {
  const width = clean.length / rows;
  const norms = new Float32Array(rows * 4);
  for (let row = 0; row < rows; row++) {
    let [l0, l1, squares, linf] = [0, 0, 0, 0];
    for (let at = row * width; at < (row + 1) * width; at++) {
      const change = Math.abs((perturbed[at] ?? 0) - (clean[at] ?? 0));
      if (change > 0) l0++;
      l1 += change;
      squares += change * change;
      linf = Math.max(linf, change);
    }
    norms.set([l0, l1, Math.sqrt(squares), linf], row * 4);
  }
  return norms;
}

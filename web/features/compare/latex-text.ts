const special: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  // At the start of a row they would be read as the distance to the row before, or as a star of its end.
  '[': '{[}',
  '*': '{*}',
};

/** Signs that pdfLaTeX does not know by themselves, as mathematics has them. */
const mathematical: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    'α alpha,β beta,γ gamma,δ delta,ε varepsilon,ϵ epsilon,ζ zeta,η eta,θ theta,κ kappa,λ lambda,μ mu,µ mu,ν nu,ξ xi,π pi,ρ rho,σ sigma,τ tau,φ varphi,χ chi,ψ psi,ω omega,Γ Gamma,Δ Delta,Θ Theta,Λ Lambda,Σ Sigma,Φ Phi,Ψ Psi,Ω Omega,≤ le,≥ ge,≠ ne,≈ approx,× times,· cdot,± pm,∞ infty,→ to,∈ in,ℓ ell'
      .split(',')
      .map((pair) => pair.split(' '))
      .map(([sign, name]) => [sign, `\\${name}`]),
  ),
  ...Object.fromEntries([...'₀₁₂₃₄₅₆₇₈₉'].map((sign, digit) => [sign, `_${digit}`])),
  ...Object.fromEntries([...'⁰¹²³⁴⁵⁶⁷⁸⁹'].map((sign, digit) => [sign, `^${digit}`])),
  '₊': '_+',
  '₋': '_-',
  '−': '-',
};

/** Text with the characters that LaTeX reads as commands escaped, and signs that it lacks as mathematics has them. */
export function latexText(text: string): string {
  return text
    .replace(/[\\~^&%$#_{}[*]/g, (character) => special[character] ?? `\\${character}`)
    .replace(/\P{ASCII}/gu, (character) => {
      const known = mathematical[character];
      return known ? `\\ensuremath{${known}}` : character;
    });
}

/** Letters of a column's head before it is broken. */
const mostHeadLetters = 18;

/**
 * The head of a column, bold, broken at its commas, and where these are far apart at spaces, into lines below each other.
 * `mark` ends it.
 */
export function latexHead(name: string, mark = ''): string {
  const lines: string[] = [];
  for (const part of name
    .split(/(?<=,) /)
    .flatMap((of) => (of.length > mostHeadLetters ? of.split(' ') : [of]))) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + part.length < mostHeadLetters)
      lines[lines.length - 1] = `${last} ${part}`;
    else lines.push(part);
  }
  const bold = lines.map((line) => `\\textbf{${latexText(line)}}`);
  const marked = `${bold.join('\\\\')}${mark}`;
  return bold.length > 1 ? `\\shortstack{${marked}}` : marked;
}

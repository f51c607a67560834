"""Metrics of scikit-learn and SciPy on the scores that metrics.ts wrote: FOLDER. Lists lie in answer.npy."""

import sys
from pathlib import Path

import numpy
import scipy
import sklearn
from scipy import stats
from sklearn import metrics
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from serve import serve

folder = Path(sys.argv[1])
first, second, truth = (numpy.load(folder / f"oracle-{name}.npy") for name in ["first", "second", "truth"])
first, second = first.astype(numpy.float64), second.astype(numpy.float64)


def versions() -> dict:
    return {"scikit-learn": sklearn.__version__, "SciPy": scipy.__version__}


def components(scores: numpy.ndarray) -> tuple[numpy.ndarray, numpy.ndarray]:
    """DeLong's structural components: of each positive and of each negative input."""
    positive, negative = scores[truth == 1], scores[truth == 0]
    order = (numpy.sign(positive[:, None] - negative[None, :]) + 1) / 2
    return order.mean(1), order.mean(0)


def covariance(a: numpy.ndarray, b: numpy.ndarray) -> float:
    (pa, na), (pb, nb) = components(a), components(b)
    return numpy.cov(pa, pb)[0, 1] / len(pa) + numpy.cov(na, nb)[0, 1] / len(na)


def isotonic_fit() -> numpy.ndarray:
    return IsotonicRegression(increasing=False).fit(first, 1 - truth).predict(first)


def scalars() -> dict:
    positive, negative = first[truth == 1], first[truth == 0]
    pairs = len(positive) * len(negative)
    difference = metrics.roc_auc_score(truth, first) - metrics.roc_auc_score(truth, second)
    variance = covariance(first, first) + covariance(second, second) - 2 * covariance(first, second)
    right = [(scores > 0.5) == (truth == 1) for scores in (first, second)]
    only = [int((right[0] & ~right[1]).sum()), int((right[1] & ~right[0]).sum())]
    bootstrap = stats.bootstrap(
        (positive, negative),
        lambda p, n: stats.mannwhitneyu(p, n).statistic / pairs,
        n_resamples=2000,
        vectorized=False,
        method="basic",
        rng=numpy.random.default_rng(0),
    )
    return {
        "auc": float(metrics.roc_auc_score(truth, first)),
        "mannWhitney": float(stats.mannwhitneyu(positive, negative).statistic / pairs),
        "partialAuc": float(metrics.roc_auc_score(truth, first, max_fpr=0.1)),
        "averagePrecision": float(metrics.average_precision_score(truth, first)),
        "standardError": float(numpy.sqrt(covariance(first, first))),
        "pairedP": float(2 * stats.norm.sf(abs(difference) / numpy.sqrt(variance))),
        "bootstrapError": float(bootstrap.standard_error),
        "mcNemar": float(stats.binomtest(min(only), sum(only)).pvalue),
        "brier": float(metrics.brier_score_loss(1 - truth, isotonic_fit())),
    }


def answer(values: numpy.ndarray) -> dict:
    numpy.save(folder / "answer.npy", numpy.ascontiguousarray(values, dtype=numpy.float32))
    return {"done": True}


def roc_curve() -> dict:
    false, true, _ = metrics.roc_curve(truth, first, drop_intermediate=False)
    return answer(numpy.concatenate([false, true]))


def logistic() -> dict:
    fitted = LogisticRegression(C=numpy.inf, tol=1e-12, max_iter=10000).fit(first[:, None], 1 - truth)
    return answer(fitted.predict_proba(first[:, None])[:, 1])


serve(
    {
        "versions": versions,
        "scalars": scalars,
        "rocCurve": roc_curve,
        "isotonic": lambda: answer(isotonic_fit()),
        "logistic": logistic,
    }
)

"""What detectors are made of, by scikit-learn, SciPy and ART, on what detectors.ts wrote: FOLDER. Answers lie in answer.npy."""

import sys
from pathlib import Path

import art
import numpy
import scipy
import sklearn
from art.defences.preprocessor import FeatureSqueezing
from scipy.ndimage import median_filter
from scipy.spatial.distance import cdist
from scipy.special import logsumexp
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KernelDensity, KNeighborsClassifier, NearestNeighbors
from sklearn.preprocessing import StandardScaler, normalize

from serve import serve

folder = Path(sys.argv[1])


def load(name: str) -> numpy.ndarray:
    found = numpy.load(folder / f"oracle-{name}.npy")
    return found.astype(numpy.float64) if found.dtype == numpy.float32 else found


def answer(values: numpy.ndarray) -> dict:
    numpy.save(folder / "answer.npy", numpy.ascontiguousarray(values, dtype=numpy.float32))
    return {"done": True}


def versions() -> dict:
    return {"scikit-learn": sklearn.__version__, "SciPy": scipy.__version__, "ART": art.__version__}


def neighbors(k: int) -> dict:
    fitted = NearestNeighbors(n_neighbors=k, algorithm="brute").fit(load("reference"))
    return answer(fitted.kneighbors(load("queries"))[0].ravel())


WEIGHTS = {
    "uniform": lambda distances: numpy.ones_like(distances),
    "rank": lambda distances: numpy.tile(1 / numpy.arange(1, distances.shape[1] + 1), (len(distances), 1)),
    "distance": lambda distances: 1 / distances**2,
}


def knn(k: int, weighting: str, preprocessing: str) -> dict:
    reference, queries = load("reference"), load("queries")
    if preprocessing == "l2":
        reference, queries = normalize(reference), normalize(queries)
    if preprocessing == "pcaWhitening":
        variances = PCA().fit(reference).explained_variance_
        kept = int((variances > 1e-6 * variances[0]).sum())
        fitted = PCA(n_components=min(256, kept), whiten=True).fit(reference)
        reference, queries = fitted.transform(reference), fitted.transform(queries)
    fitted = KNeighborsClassifier(k, weights=WEIGHTS[weighting], algorithm="brute").fit(reference, load("labels"))
    shares = fitted.predict_proba(queries)
    return answer(1 - shares[numpy.arange(len(queries)), load("predicted")])


def by_class(log_density) -> dict:
    """Minus the log density of each query among the reference rows of its predicted class."""
    reference, labels, queries, predicted = load("reference"), load("labels"), load("queries"), load("predicted")
    found = numpy.zeros(len(queries))
    for label in numpy.unique(predicted):
        asked = predicted == label
        found[asked] = -log_density(reference[labels == label], queries[asked])
    return answer(found)


def density(bandwidth: float) -> dict:
    def formula(rows, asked):
        exponents = -cdist(asked, rows) ** 2 / (2 * bandwidth**2)
        scale = rows.shape[1] / 2 * numpy.log(2 * numpy.pi * bandwidth**2)
        return logsumexp(exponents, axis=1) - numpy.log(len(rows)) - scale

    return by_class(formula)


def tree_density(bandwidth: float, leaf: int) -> dict:
    tree = KernelDensity(kernel="gaussian", bandwidth=bandwidth, leaf_size=leaf)
    return by_class(lambda rows, asked: tree.fit(rows).score_samples(asked))


def mahalanobis(ridge: float) -> dict:
    reference, labels = load("reference"), load("labels")
    means = numpy.stack([reference[labels == label].mean(0) for label in range(10)])
    covariance = numpy.cov((reference - means[labels]).T, bias=True)
    covariance += ridge * numpy.trace(covariance) / len(covariance) * numpy.eye(len(covariance))
    found = cdist(load("queries"), means, "mahalanobis", VI=numpy.linalg.inv(covariance)) ** 2
    return answer(found.min(1))


def lid(k: int) -> dict:
    nearest = numpy.sort(cdist(load("queries"), load("reference")), axis=1)[:, :k]
    return answer(-k / numpy.log(nearest / nearest[:, -1:]).sum(1))


def logistic(l2: float) -> dict:
    queries = load("queries")
    scaled = StandardScaler().fit_transform(queries)
    fitted = LogisticRegression(
        C=1 / (l2 * len(queries)), class_weight="balanced", tol=1e-10, max_iter=10000, solver="newton-cholesky"
    ).fit(scaled, numpy.arange(len(queries)) % 2)
    return answer(fitted.decision_function(scaled))


def some_images() -> numpy.ndarray:
    return load("images")[:50].reshape(-1, 28, 28, 1).astype(numpy.float32)


def bits(bits: int) -> dict:
    return answer(FeatureSqueezing(clip_values=(0, 1), bit_depth=bits)(some_images())[0].ravel())


def median(size: int) -> dict:
    return answer(median_filter(some_images(), size=(1, size, size, 1), mode="reflect").ravel())


serve(
    {
        "versions": versions,
        "neighbors": neighbors,
        "knn": knn,
        "density": density,
        "treeDensity": tree_density,
        "mahalanobis": mahalanobis,
        "lid": lid,
        "logistic": logistic,
        "bits": bits,
        "median": median,
    }
)

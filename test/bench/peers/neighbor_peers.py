"""Nearest neighbors by scikit-learn, FAISS and hnswlib on the vectors that the benchmark wrote: FOLDER."""

import sys
import time
from pathlib import Path

import faiss
import hnswlib
import numpy
import sklearn
from sklearn.neighbors import NearestNeighbors

from serve import serve

faiss.omp_set_num_threads(2)
folder = Path(sys.argv[1])
truth: dict[str, numpy.ndarray] = {}
indices: dict[str, hnswlib.Index] = {}


def versions() -> dict:
    return {
        "scikit-learn": f"{sklearn.__version__}, numpy {numpy.__version__}",
        "FAISS": faiss.__version__,
        "hnswlib": hnswlib.__version__ if hasattr(hnswlib, "__version__") else "0.8.0",
    }


def vectors(name: str) -> numpy.ndarray:
    return numpy.load(folder / f"{name}.npy")


def by_sklearn(k: int, queries: int) -> dict:
    fitted = NearestNeighbors(n_neighbors=k, algorithm="brute", metric="euclidean").fit(vectors("reference"))
    asked = vectors("queries")[:queries]
    started = time.perf_counter()
    distances, _ = fitted.kneighbors(asked)
    return {"seconds": time.perf_counter() - started, "meanDistance": float(distances.mean())}


def by_faiss(k: int, queries: int) -> dict:
    reference = vectors("reference")
    index = faiss.IndexFlatL2(reference.shape[1])
    index.add(reference)
    asked = vectors("queries")[:queries]
    started = time.perf_counter()
    squared, _ = index.search(asked, k)
    return {"seconds": time.perf_counter() - started, "meanDistance": float(numpy.sqrt(squared).mean())}


def hnsw_build(links: int, candidates: int) -> dict:
    reference = vectors("reference")
    index = hnswlib.Index("l2", reference.shape[1])
    index.init_index(len(reference), candidates, links, 0)
    index.set_num_threads(1)
    started = time.perf_counter()
    index.add_items(reference)
    seconds = time.perf_counter() - started
    indices["built"] = index
    return {"seconds": seconds}


def hnsw_search(k: int, candidates: int) -> dict:
    index = indices["built"]
    index.set_num_threads(1)
    index.set_ef(candidates)
    asked = vectors("queries")
    started = time.perf_counter()
    found, _ = index.knn_query(asked, k)
    seconds = time.perf_counter() - started
    if "exact" not in truth:
        flat = faiss.IndexFlatL2(asked.shape[1])
        flat.add(vectors("reference"))
        truth["exact"] = flat.search(asked, k)[1]
    shared = sum(len(numpy.intersect1d(a, b)) for a, b in zip(found, truth["exact"]))
    return {"seconds": seconds, "recall": shared / found.size}


serve(
    {"versions": versions, "sklearn": by_sklearn, "faiss": by_faiss, "hnswBuild": hnsw_build, "hnswSearch": hnsw_search}
)

"""Keras' training of the evolution map's LSTM on the maps that the benchmark wrote: FOLDER."""

import os
import sys
import time
from pathlib import Path

os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy
import tensorflow

from serve import serve

tensorflow.config.threading.set_intra_op_parallelism_threads(2)
tensorflow.config.threading.set_inter_op_parallelism_threads(2)
folder = Path(sys.argv[1])


def versions() -> dict:
    return {"Keras": f"{keras.__version__}, tensorflow {tensorflow.__version__}"}


def train(epochs: int, units: int, batch: int) -> dict:
    maps, labels = numpy.load(folder / "maps.npy"), numpy.load(folder / "map-labels.npy").astype("float32")
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input(maps.shape[1:]), keras.layers.LSTM(units), keras.layers.Dense(1)])
    loss = keras.losses.BinaryCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adam(3e-4), loss=loss)
    # Tracing is not training.
    model.train_on_batch(maps[:batch], labels[:batch])
    started = time.perf_counter()
    history = model.fit(maps, labels, epochs=epochs, batch_size=batch, verbose=0)
    return {"seconds": time.perf_counter() - started, "loss": float(history.history["loss"][-1])}


serve({"versions": versions, "train": train})

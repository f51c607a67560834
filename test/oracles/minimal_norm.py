"""Runs one of Foolbox's attacks on the weights and images that trained-digits.ts wrote: FOLDER ATTACK BATCH_SIZE."""

import sys
import time
from pathlib import Path

import foolbox
import numpy
import torch

from standard_cnn import load_digits, load_model

ATTACKS = {
    "deepFoolL2": lambda: foolbox.attacks.L2DeepFoolAttack(),
    "deepFoolLinf": lambda: foolbox.attacks.LinfDeepFoolAttack(),
    "carliniWagnerL2": lambda: foolbox.attacks.L2CarliniWagnerAttack(
        binary_search_steps=5, steps=100, stepsize=0.1, initial_const=1
    ),
}

folder, name, batch_size = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
model = load_model(folder)
images, labels = load_digits(folder)
attack = ATTACKS[name]()
peer = foolbox.PyTorchModel(model, bounds=(0, 1))
started = time.perf_counter()
found = torch.cat(
    [
        attack(peer, images[at : at + batch_size], labels[at : at + batch_size], epsilons=None)[1]
        for at in range(0, len(labels), batch_size)
    ]
)
seconds = time.perf_counter() - started
success = model(found).argmax(1) != labels
moved = (found - images).flatten(1)[success]
norms = {
    "L0": (moved != 0).sum(1).float(),
    "L1": moved.abs().sum(1),
    "L2": moved.norm(dim=1),
    "Linf": moved.abs().amax(1),
}
means = ", ".join(f"{norm} {values.mean().item():.4f}" for norm, values in norms.items())
print(
    f"success {100 * success.float().mean().item():.1f} %, mean {means}; {seconds:.1f} s"
    f" (foolbox {foolbox.__version__}, torch {torch.__version__}, numpy {numpy.__version__})"
)

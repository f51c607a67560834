"""Attacks of torchattacks, Foolbox and ART on the weights and images of trained-digits.ts: FOLDER."""

import sys
from pathlib import Path

import art
import art.attacks.evasion as evasion
import eagerpy
import foolbox
import numpy
import torch
import torchattacks
from art.estimators.classification import PyTorchClassifier

from serve import serve
from standard_cnn import load_digits, load_model

torch.set_num_threads(2)
folder = Path(sys.argv[1])
model = load_model(folder)
images, labels = load_digits(folder)
bounded = foolbox.PyTorchModel(model, bounds=(0, 1))
classifier = PyTorchClassifier(
    model, torch.nn.CrossEntropyLoss(), (1, 28, 28), 10, clip_values=(0, 1), device_type="cpu"
)


def from_start(kind):
    """A Foolbox attack that starts where ours does."""

    class Started(kind):
        def get_random_start(self, x0, epsilon):
            start = torch.from_numpy(numpy.load(folder / "start.npy")).permute(0, 3, 1, 2).contiguous()
            return eagerpy.astensor(start)

    return Started


TORCHATTACKS = {
    "fgsm": lambda eps: torchattacks.FGSM(model, eps=eps),
    "bim": lambda eps, alpha, steps: torchattacks.BIM(model, eps=eps, alpha=alpha, steps=steps),
    "miFgsm": lambda eps, alpha, steps: torchattacks.MIFGSM(model, eps=eps, alpha=alpha, steps=steps, decay=1.0),
    "deepFool": lambda: torchattacks.DeepFool(model, steps=50, overshoot=0.02),
    "carliniWagner": lambda: torchattacks.CW(model, c=1, kappa=0, steps=500, lr=0.01),
    "apgdCe": lambda eps, steps: torchattacks.APGD(model, eps=eps, steps=steps, seed=0, loss="ce"),
    "apgdT": lambda eps, steps: torchattacks.APGDT(model, eps=eps, steps=steps, seed=0, n_classes=10),
    "square": lambda eps, queries: torchattacks.Square(model, eps=eps, n_queries=queries, seed=0),
    "fabL2": lambda steps: torchattacks.FAB(model, norm="L2", eps=10, steps=steps, n_restarts=1, seed=0, n_classes=10),
    "autoAttack": lambda eps: torchattacks.AutoAttack(model, norm="Linf", eps=eps, n_classes=10, seed=0),
}

FOOLBOX = {
    "fgsm": lambda **_: foolbox.attacks.LinfFastGradientAttack(random_start=False),
    "bim": lambda alpha, steps, **_: foolbox.attacks.LinfBasicIterativeAttack(
        abs_stepsize=alpha, steps=steps, random_start=False
    ),
    "pgd": lambda alpha, steps, **_: from_start(foolbox.attacks.LinfProjectedGradientDescentAttack)(
        abs_stepsize=alpha, steps=steps
    ),
    "pgdL2": lambda alpha, steps, **_: from_start(foolbox.attacks.L2ProjectedGradientDescentAttack)(
        abs_stepsize=alpha, steps=steps
    ),
    "miFgsm": lambda alpha, steps, **_: foolbox.attacks.LinfMomentumIterativeFastGradientMethod(
        abs_stepsize=alpha, steps=steps
    ),
    "deepFoolL2": lambda: foolbox.attacks.L2DeepFoolAttack(),
    "deepFoolLinf": lambda: foolbox.attacks.LinfDeepFoolAttack(),
    "carliniWagner": lambda: foolbox.attacks.L2CarliniWagnerAttack(
        binary_search_steps=5, steps=100, stepsize=0.1, initial_const=1
    ),
}

ART = {
    "fgsm": lambda eps: evasion.FastGradientMethod(classifier, eps=eps, batch_size=100),
    "bim": lambda eps, alpha, steps: evasion.BasicIterativeMethod(
        classifier, eps=eps, eps_step=alpha, max_iter=steps, batch_size=100, verbose=False
    ),
    "miFgsm": lambda eps, alpha, steps: evasion.MomentumIterativeMethod(
        classifier, eps=eps, eps_step=alpha, max_iter=steps, decay=1.0, batch_size=100, verbose=False
    ),
    "deepFool": lambda: evasion.DeepFool(
        classifier, max_iter=50, epsilon=0.02, nb_grads=10, batch_size=100, verbose=False
    ),
    "jsma": lambda theta, gamma: evasion.SaliencyMapMethod(
        classifier, theta=theta, gamma=gamma, batch_size=100, verbose=False
    ),
}


def attack(library: str, name: str, params: dict, rows: int) -> dict:
    x, y = images[:rows], labels[:rows]
    if library == "torchattacks":
        found = TORCHATTACKS[name](**params)(x, y)
    elif library == "Foolbox":
        found = FOOLBOX[name](**params)(bounded, x, y, epsilons=params.get("eps"))[1]
    else:
        targets = (y + 1) % 10 if name == "jsma" else y
        found = torch.from_numpy(ART[name](**params).generate(x.numpy(), targets.numpy()))
    numpy.save(folder / "attacked.npy", found.detach().permute(0, 2, 3, 1).contiguous().numpy())
    return {"done": True}


def versions() -> dict:
    return {
        "torchattacks": torchattacks.__version__,
        "Foolbox": foolbox.__version__,
        "ART": art.__version__,
    }


serve({"versions": versions, "attack": attack})

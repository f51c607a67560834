"""Attacks and features of PyTorch's libraries on the weights and images of trained-digits.ts: FOLDER."""

import sys
import time
from pathlib import Path

import foolbox
import numpy
import torch
import torchattacks

from serve import serve
from standard_cnn import load_digits, load_model

torch.set_num_threads(2)
folder = Path(sys.argv[1])
model = load_model(folder)
images, labels = load_digits(folder)
bounded = foolbox.PyTorchModel(model, bounds=(0, 1))


def versions() -> dict:
    import art

    on = f"torch {torch.__version__}"
    return {
        "torchattacks": f"{torchattacks.__version__}, {on}",
        "Foolbox": f"{foolbox.__version__}, {on}",
        "ART": f"{art.__version__}, {on}",
        "PyTorch": torch.__version__,
    }


def outcome(seconds: float, found: torch.Tensor) -> dict:
    with torch.no_grad():
        success = model(found).argmax(1) != labels[: len(found)]
    sizes = (found - images[: len(found)]).flatten(1)[success].norm(dim=1)
    return {"seconds": seconds, "success": success.float().mean().item(), "meanL2": sizes.mean().item()}


def in_batches(attack, size: int, count: int) -> dict:
    started = time.perf_counter()
    found = [attack(images[at : at + size], labels[at : at + size]) for at in range(0, count, size)]
    seconds = time.perf_counter() - started
    return outcome(seconds, torch.cat(found).detach())


TORCHATTACKS = {
    "pgd": lambda **given: torchattacks.PGD(model, random_start=True, **given),
    "bim": lambda **given: torchattacks.BIM(model, **given),
    "miFgsm": lambda **given: torchattacks.MIFGSM(model, decay=1.0, **given),
    "autoAttack": lambda eps, **_: torchattacks.AutoAttack(model, norm="Linf", eps=eps, n_classes=10, seed=0),
}

FOOLBOX = {
    "pgd": foolbox.attacks.LinfProjectedGradientDescentAttack,
    "bim": lambda **given: foolbox.attacks.LinfBasicIterativeAttack(random_start=False, **given),
    "miFgsm": foolbox.attacks.LinfMomentumIterativeFastGradientMethod,
    "deepFoolL2": lambda **_: foolbox.attacks.L2DeepFoolAttack(steps=50, overshoot=0.02),
    "carliniWagnerL2": lambda **_: foolbox.attacks.L2CarliniWagnerAttack(
        binary_search_steps=5, steps=100, stepsize=0.1, initial_const=1
    ),
}


def by_torchattacks(attack: str, size: int, count: int, eps: float, alpha: float = 0, steps: int = 0) -> dict:
    made = TORCHATTACKS[attack](eps=eps, alpha=alpha, steps=steps)
    return in_batches(made, size, count)


def by_foolbox(attack: str, size: int, count: int, eps: float | None = None, **given) -> dict:
    made = FOOLBOX[attack](**given)
    return in_batches(lambda x, y: made(bounded, x, y, epsilons=eps)[1], size, count)


def art_classifier():
    from art.estimators.classification import PyTorchClassifier

    return PyTorchClassifier(
        model,
        loss=torch.nn.CrossEntropyLoss(),
        input_shape=(1, 28, 28),
        nb_classes=10,
        clip_values=(0, 1),
        device_type="cpu",
    )


def by_art(size: int, count: int) -> dict:
    from art.attacks.evasion import CarliniL2Method

    attack = CarliniL2Method(
        art_classifier(),
        confidence=0,
        learning_rate=0.1,
        binary_search_steps=5,
        max_iter=100,
        initial_const=1,
        batch_size=size,
        verbose=False,
    )
    started = time.perf_counter()
    found = attack.generate(images[:count].numpy(), labels[:count].numpy())
    return outcome(time.perf_counter() - started, torch.from_numpy(found))


def features(rows: int, batch: int) -> dict:
    """Means over space of three convolutions and two dense layers, after the ReLU, as PyTorch users do it: by hooks."""
    given = torch.from_numpy(numpy.load(folder / "all-images.npy")).permute(0, 3, 1, 2)[:rows].contiguous()
    taps = [*model.convolutions[1:], *model.dense[:2]]
    kept: list[list[torch.Tensor]] = [[] for _ in taps]

    def keep(at: int):
        def hook(_, __, output):
            output = output.relu()
            kept[at].append(output.mean((2, 3)) if output.ndim == 4 else output)

        return hook

    hooks = [tap.register_forward_hook(keep(at)) for at, tap in enumerate(taps)]
    started = time.perf_counter()
    with torch.inference_mode():
        for at in range(0, rows, batch):
            model(given[at : at + batch])
        pooled = [torch.cat(parts) for parts in kept]
    seconds = time.perf_counter() - started
    for hook in hooks:
        hook.remove()
    return {"seconds": seconds, "checksum": sum(part.double().sum().item() for part in pooled)}


def features_by_art(rows: int, batch: int) -> dict:
    """ART gives one layer at a time, each with a forward pass of its own, before its pooling."""
    given = numpy.load(folder / "all-images.npy").transpose(0, 3, 1, 2)[:rows].copy()

    class Listed(torch.nn.Sequential):
        """ART finds layers in a sequence only."""

    listed = Listed(
        model.convolutions[0], torch.nn.ReLU(), model.convolutions[1], torch.nn.ReLU(), torch.nn.MaxPool2d(2),
        model.convolutions[2], torch.nn.ReLU(), model.convolutions[3], torch.nn.ReLU(), torch.nn.MaxPool2d(2),
        Permuted(), model.dense[0], torch.nn.ReLU(), model.dense[1], torch.nn.ReLU(), model.dense[2],
    )  # fmt: skip
    from art.estimators.classification import PyTorchClassifier

    classifier = PyTorchClassifier(
        listed, torch.nn.CrossEntropyLoss(), (1, 28, 28), 10, clip_values=(0, 1), device_type="cpu"
    )
    started = time.perf_counter()
    checksum = 0.0
    for layer in [3, 6, 8, 12, 14]:
        found = classifier.get_activations(given, layer, batch_size=batch)
        pooled = found.mean((2, 3)) if found.ndim == 4 else found
        checksum += float(pooled.astype(numpy.float64).sum())
    return {"seconds": time.perf_counter() - started, "checksum": checksum}


class Permuted(torch.nn.Module):
    """Flattens height, width, channel."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x.permute(0, 2, 3, 1).flatten(1)


serve(
    {
        "versions": versions,
        "torchattacks": by_torchattacks,
        "foolbox": by_foolbox,
        "art": by_art,
        "features": features,
        "featuresByArt": features_by_art,
    }
)

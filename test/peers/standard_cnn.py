"""The standard CNN in PyTorch, with the weights that trained-digits.ts wrote."""

from pathlib import Path

import numpy
import torch
from torch import nn


class StandardCnn(nn.Module):
    """conv32-conv32-pool-conv64-conv64-pool-fc200-fc200-fc10; flattens height, width, channel as TensorFlow does."""

    def __init__(self) -> None:
        super().__init__()
        self.convolutions = nn.ModuleList(
            [nn.Conv2d(1, 32, 3), nn.Conv2d(32, 32, 3), nn.Conv2d(32, 64, 3), nn.Conv2d(64, 64, 3)]
        )
        self.dense = nn.ModuleList([nn.Linear(1024, 200), nn.Linear(200, 200), nn.Linear(200, 10)])

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for at, convolution in enumerate(self.convolutions):
            x = convolution(x).relu()
            if at % 2:
                x = nn.functional.max_pool2d(x, 2)
        x = x.permute(0, 2, 3, 1).flatten(1)
        for layer in self.dense[:-1]:
            x = layer(x).relu()
        return self.dense[-1](x)


def load_model(folder: Path) -> StandardCnn:
    """The network, ready to be attacked: its weights have no gradients."""
    model = StandardCnn().eval()
    layers = [*model.convolutions, *model.dense]
    with torch.no_grad():
        for at, layer in enumerate(layers):
            kernel = torch.from_numpy(numpy.load(folder / f"weight-{2 * at}.npy"))
            layer.weight.copy_(kernel.permute(3, 2, 0, 1) if kernel.ndim == 4 else kernel.T)
            layer.bias.copy_(torch.from_numpy(numpy.load(folder / f"weight-{2 * at + 1}.npy")))
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    return model


def load_digits(folder: Path) -> tuple[torch.Tensor, torch.Tensor]:
    """Images [n, 1, 28, 28] in [0, 1] and their classes [n]."""
    images = torch.from_numpy(numpy.load(folder / "images.npy")).permute(0, 3, 1, 2).contiguous()
    return images, torch.from_numpy(numpy.load(folder / "labels.npy")).long()

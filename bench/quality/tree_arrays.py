"""LightGBM's trained trees as the arrays that `core.pages.trees` reads."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from backlinkbot.core.pages.trees import LEAVES


def arrays_of(groups: list[list[Any]], base: list[float]) -> dict[str, NDArray[Any]]:
    """Flat arrays of the trees; boosters of a group are averaged, groups follow each other."""
    nodes: list[tuple[int, int, np.float32, int]] = []
    leaves: list[list[float]] = []
    output_of: list[int] = []
    first_output = 0
    for group in groups:
        per_round = group[0].num_model_per_iteration()
        for info in (info for booster in group for info in booster.dump_model()["tree_info"]):
            values: list[float] = []
            _walk(info["tree_structure"], len(leaves), nodes, values)
            leaves.append([v / len(group) for v in values] + [0.0] * (LEAVES - len(values)))
            output_of.append(first_output + info["tree_index"] % per_round)
        first_output += per_round
    tree, feature, threshold, left = zip(*nodes, strict=True)
    return {
        "node_tree": np.array(tree, np.uint16),
        "node_feature": np.array(feature, np.uint16),
        "node_threshold": np.array(threshold, np.float32),
        "node_left": np.array(left, np.uint16),
        "leaf_values": np.array(leaves, np.float32),
        "tree_output": np.array(output_of, np.uint8),
        "base": np.array(base, np.float32),
    }


def _walk(
    node: dict[str, Any],
    tree: int,
    nodes: list[tuple[int, int, np.float32, int]],
    values: list[float],
) -> int:
    """Bits of the leaves under a node; nodes and leaf values are added to the lists."""
    if "split_feature" not in node:
        values.append(node["leaf_value"])
        return 1 << (len(values) - 1)
    left = _walk(node["left_child"], tree, nodes, values)
    nodes.append((tree, node["split_feature"], _not_above(node["threshold"]), left))
    return left | _walk(node["right_child"], tree, nodes, values)


def _not_above(threshold: float) -> np.float32:
    """The largest float32 that is not above a threshold: float32 values compare the same."""
    near = np.float32(threshold)
    return near if float(near) <= threshold else np.nextafter(near, np.float32(-np.inf))

"""What schemathesis cannot know of our schema: the scalars that are ours, and ids that are there."""

import json
import os

import schemathesis
from hypothesis import strategies as st
from schemathesis.graphql import nodes

IDS = json.loads(os.environ["KNOWN_IDS"])

ids = st.sampled_from(IDS).map(nodes.String)
text = st.text(max_size=40).map(nodes.String)
# Without pages of a size that is allowed, nearly every document would be refused before it is executed.
small = st.integers(min_value=1, max_value=5).map(nodes.Int)
edges = st.sampled_from([0, -1, 100, 101, 2**31 - 1, -(2**31)]).map(nodes.Int)
real = st.floats(allow_nan=False, allow_infinity=False).map(nodes.Float)

# Weights: one_of draws from each of its strategies equally often.
schemathesis.graphql.scalar("ID", st.one_of(*[ids] * 9, text))
schemathesis.graphql.scalar("Int", st.one_of(*[small] * 19, edges))
schemathesis.graphql.scalar(
    "Real", st.one_of(real, st.sampled_from(["NaN", "Infinity", "-Infinity"]).map(nodes.String))
)
schemathesis.graphql.scalar("WholeNumber", st.integers(min_value=-(2**53), max_value=2**53).map(nodes.Int))
schemathesis.graphql.scalar(
    "JSON", st.one_of(text, real, st.booleans().map(nodes.Boolean), st.just(nodes.Null))
)

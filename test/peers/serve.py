"""Answers tasks, one line of JSON each, for peer-process.ts. What libraries print goes to the standard error."""

import json
import os
import sys
import traceback
from typing import Any, Callable

Task = Callable[..., dict[str, Any]]


def serve(tasks: dict[str, Task]) -> None:
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            answer = {"ok": tasks[asked["task"]](**asked["params"])}
        except Exception as error:
            traceback.print_exc()
            answer = {"error": f"{type(error).__name__}: {error}"}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()

"""One operation of a tracker, done by some clients at once over plain HTTP/1.1. Reads a plan from stdin as JSON, writes
the seconds of every request chain to stdout as JSON.

Sockets acknowledge at once (TCP_QUICKACK): a server that sends head and body of an answer apart would else wait for the
40 ms timer of delayed acknowledgements, which is no cost of its own."""

import http.client
import json
import socket
import sys
import threading
import time
import urllib.parse

plan = json.load(sys.stdin)
address = urllib.parse.urlparse(plan["address"])


class Client:
    def __init__(self):
        self.connection = http.client.HTTPConnection(address.hostname, address.port, timeout=120)
        self.connection.connect()
        self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, method, path, body=None):
        text = None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        self.connection.request(method, path, text, {"content-type": "application/json"})
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status} {content[:300]!r}")
        return content


class Fiducial(Client):
    def ask(self, query, variables):
        answer = json.loads(self.send("POST", "/graphql", {"query": query, "variables": variables}))
        if "errors" in answer or any("message" in value for value in answer["data"].values() if isinstance(value, dict)):
            raise RuntimeError(json.dumps(answer)[:500])
        return answer["data"]

    def mutate(self, name, fields, given):
        kind = name[0].upper() + name[1:] + "Input!"
        query = f"mutation ($input: {kind}) {{ {name}(input: $input) {{ {fields} ... on UserError {{ message }} }} }}"
        return self.ask(query, {"input": given})[name]

    def create(self, name):
        return self.mutate("createRun", "... on Run { id }", {"projectId": plan["project"], "name": name})["id"]

    def log(self, run, points):
        columns = [{"name": name, "steps": s, "values": v, "times": t} for name, (s, v, t) in points.items()]
        self.mutate("logMetrics", "... on LoggedPoints { points }", {"runId": run, "metrics": columns})

    def whole(self, name, params, points):
        columns = [{"name": name, "steps": s, "values": v, "times": t} for name, (s, v, t) in points.items()]
        given = {"projectId": plan["project"], "name": name, "params": params, "metrics": columns, "status": "SUCCEEDED"}
        self.mutate("createRun", "... on Run { id }", given)

    def params(self, run, params):
        self.mutate("logParams", "... on Run { id }", {"runId": run, "params": params})

    def finish(self, run):
        self.mutate("finishRun", "... on Run { id }", {"runId": run, "status": "SUCCEEDED"})

    def search(self):
        query = """query ($id: ID!) { runs(projectId: $id, first: 50, sort: { metric: { name: "loss" } }) {
          edges { node { id title status lastValues params } } } }"""
        return len(self.ask(query, {"id": plan["project"]})["runs"]["edges"])

    def history(self, run):
        query = "query ($id: ID!) { node(id: $id) { ... on Run { metricsUrl } } }"
        return len(self.send("GET", self.ask(query, {"id": run})["node"]["metricsUrl"]))

    def delete(self, run):
        self.ask("mutation ($id: ID!) { deleteRun(id: $id) { __typename ... on UserError { message } } }", {"id": run})


class MLflow(Client):
    def ask(self, method, path, body=None):
        return json.loads(self.send(method, "/api/2.0/mlflow/" + path, body))

    def create(self, name):
        given = {"experiment_id": plan["project"], "run_name": name, "start_time": now()}
        return self.ask("POST", "runs/create", given)["run"]["info"]["run_id"]

    def batch(self, run, metrics=(), params=()):
        self.ask("POST", "runs/log-batch", {"run_id": run, "metrics": list(metrics), "params": list(params)})

    def log(self, run, points, params=()):
        rows = [
            {"key": name, "step": step, "value": value, "timestamp": int(moment)}
            for name, (s, v, t) in points.items()
            for step, value, moment in zip(s, v, t)
        ]
        self.batch(run, rows, params)

    def whole(self, name, params, points):
        run = self.create(name)
        self.log(run, points, [{"key": key, "value": str(value)} for key, value in params.items()])
        self.finish(run)

    def params(self, run, params):
        self.batch(run, (), [{"key": key, "value": str(value)} for key, value in params.items()])

    def finish(self, run):
        self.ask("POST", "runs/update", {"run_id": run, "status": "FINISHED", "end_time": now()})

    def search(self):
        given = {"experiment_ids": [plan["project"]], "max_results": 50, "order_by": ["metrics.loss DESC"]}
        return len(self.ask("POST", "runs/search", given)["runs"])

    def history(self, run):
        count, token = 0, ""
        while True:
            page = f"&page_token={urllib.parse.quote(token)}" if token else ""
            answer = self.ask("GET", f"metrics/get-history?run_id={run}&metric_key=loss&max_results=25000{page}")
            count += len(answer.get("metrics", ()))
            token = answer.get("next_page_token", "")
            if not token:
                return count


def now():
    return int(time.time() * 1000)


def points(name, first, count):
    steps = list(range(first, first + count))
    return {name: (steps, [1 / (step + 1) for step in steps], [now()] * count)}


def log_run(client, at, whole=False):
    """A run with 10 parameters and 20 metrics: an operation a request, or as few requests as the API takes."""
    params = {f"param{index}": index / 10 for index in range(10)}
    values = {}
    for index in range(20):
        values.update(points(f"metric{index}" if index else "loss", at, 1))
    if whole:
        client.whole(f"run {at}", params, values)
        return
    run = client.create(f"run {at}")
    client.params(run, params)
    client.log(run, values)
    client.finish(run)


def fill(client, count, batch, curves=1):
    """A run with so many points in each of some curves."""
    run = client.create("long")
    for first in range(0, count, batch):
        for curve in range(curves):
            client.log(run, points("loss" if curve == 0 else f"loss{curve}", first, min(batch, count - first)))
    return run


def chain(client, worker):
    """What one client does, and is timed at, again and again; what comes before that is not timed."""
    operation = plan["operation"]
    if operation in ("run", "whole"):
        return lambda at: log_run(client, at, operation == "whole")
    if operation == "points":
        run = client.create(f"points {worker}")
        return lambda at: client.log(run, points("loss", at * plan["batch"], plan["batch"]))
    if operation == "search":
        return lambda at: client.search()
    if operation == "history":
        run = fill(client, plan["points"], 1000)
        return lambda at: client.history(run)
    if operation == "delete":
        runs = [fill(client, plan["points"] // 5, 4000, 5) for _ in range(plan["times"])]
        return lambda at: client.delete(runs[at])
    raise ValueError(operation)


def work(worker, ready, spans):
    client = (Fiducial if plan["target"] == "fiducial" else MLflow)()
    step = chain(client, worker)
    ready.wait()
    for at in range(plan["times"]):
        began = time.perf_counter()
        step(at)
        spans.append((began, time.perf_counter()))


ready = threading.Barrier(plan["clients"])
spans, failures = [], []


def guarded(worker):
    try:
        work(worker, ready, spans)
    except Exception as error:
        failures.append(str(error))
        ready.abort()


threads = [threading.Thread(target=guarded, args=(worker,)) for worker in range(plan["clients"])]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
whole = max(end for _, end in spans) - min(begin for begin, _ in spans) if spans else 0
json.dump({"seconds": [end - begin for begin, end in spans], "whole": whole, "failures": failures}, sys.stdout)

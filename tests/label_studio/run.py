"""gaz serve as ML backend of a real Label Studio: connects it, lets it ask for predictions, corrects one of them, changes
the model, and has gaz learn from an annotation. Label Studio runs on a free port of 127.0.0.1, with data of its own.

usage: run.py GAZ LABEL_STUDIO    the two commands; everything else is in a temporary folder
"""

import base64
import json
import os
import pathlib
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

TOKEN = "0123456789abcdef0123456789abcdef01234567"
USER, PASSWORD = "studio", "a secret"
CONFIG = """<View>
  <Labels name="label" toName="text">
    <Label value="Operating_System"/>
    <Label value="Language" background="green"/>
  </Labels>
  <Text name="text" value="$body"/>
</View>"""
TEXTS = ["😀 the kernel runs C ++ in memory", "a 👩‍👩‍👧 kernel,\r\nno café", "nothing here"]
LIST = ["kernel\tOperating_System", "C ++\tLanguage", "memory\tDevice"]  # the project has no label Device
SECONDS = 300  # Label Studio makes its database when it starts first

processes = []


def start(name, folder, arguments, **options):
    """Starts a server in a process group of its own, whose output goes to a log."""
    with open(folder / f"{name}.log", "wb") as log:
        process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                                   start_new_session=True, **options)
    processes.append(process)
    return process


def stop_all():
    for process in processes:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
    for process in processes:
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def ask(url, body=None, method=None, token=None):
    """Asks for JSON, or text; a failure has the answer's text."""
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Token {token}"
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=100) as answer:
            text = answer.read().decode()
    except urllib.error.HTTPError as error:
        raise SystemExit(f"{url}: {error.code} {error.read().decode()[:1000]}") from error
    try:
        return json.loads(text)
    except ValueError:
        return text


def wait_for(what, found, seconds=30, process=None):
    """Waits until a function gives something true, and returns that."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = found()
        if value:
            return value
        if process and process.poll() is not None:
            break
        time.sleep(0.2)
    raise SystemExit(f"in vain waited for {what}")


def check(what, got, expected):
    if got != expected:
        raise SystemExit(f"{what}:\n  expected {expected}\n  got      {got}")
    print(f"ok {what}", flush=True)


# ---- The two servers ----


class LabelStudio:
    def __init__(self, command, folder):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        data = folder / "data"
        data.mkdir()
        environment = dict(os.environ, HOME=str(folder), LABEL_STUDIO_BASE_DATA_DIR=str(data),
                           LABEL_STUDIO_USERNAME="a@example.com", LABEL_STUDIO_PASSWORD="correct horse",
                           LABEL_STUDIO_USER_TOKEN=TOKEN, LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN="true",
                           COLLECT_ANALYTICS="false", LATEST_VERSION_CHECK="false",
                           ML_BLOCK_LOCAL_IP="false",  # else it refuses to ask a backend on this machine,
                           SSRF_PROTECTION_ENABLED="false")  # and to tell it of annotations
        process = start("label-studio", folder, [command, "start", "--no-browser", "--internal-host", "127.0.0.1",
                                                 "-p", str(port), "--data-dir", str(data)], env=environment, cwd=folder)
        self.url = f"http://127.0.0.1:{port}/api/"
        wait_for("Label Studio", self.answers, SECONDS, process)

    def answers(self):
        try:
            return ask(self.url + "version", token=TOKEN)
        except (OSError, SystemExit):
            return None

    def ask(self, path, body=None, method=None):
        return ask(self.url + path, body, method, TOKEN)

    def fetch_predictions(self, project):
        """What the button "Retrieve Predictions" does."""
        self.ask(f"dm/actions?id=retrieve_tasks_predictions&project={project}",
                 {"selectedItems": {"all": True, "excluded": []}})


class Gaz:
    """gaz serve, with a model of a list; what it has learnt stays beside."""

    def __init__(self, command, folder, *arguments):
        self.command = command
        self.folder = folder
        self.corpus = folder / "corpus" if "--corpus" in arguments else None
        (folder / "lists").mkdir()
        self.build(LIST)
        self.process = start("gaz", folder, [command, "serve", "model.gaz", "--port", "0", *arguments], cwd=folder)
        self.url = wait_for("gaz serve", self.find_url, 30, self.process)

    def build(self, lines):
        """Makes the model anew, and puts it in the place of the old one."""
        (self.folder / "lists" / "names.tsv").write_text("\n".join(lines) + "\n")
        subprocess.run([self.command, "build", "lists", "-o", "new.gaz", "--quiet"], cwd=self.folder, check=True)
        os.replace(self.folder / "new.gaz", self.folder / "model.gaz")

    def find_url(self):
        found = re.search(r"serving at (\S+)", (self.folder / "gaz.log").read_text())
        return found and found[1]

    def version(self):
        return ask(self.url + "health")["model_version"]

    def answers(self, route):
        """How many requests of a route were answered well."""
        metrics = ask(self.url + "metrics")
        lines = [line for line in metrics.splitlines() if f'"{route}"' in line and 'status="2xx"' in line]
        return sum(int(line.split()[-1]) for line in lines)

    def kept(self):
        """What it has of annotations, without blanks."""
        return "".join(path.read_text() for path in sorted(self.corpus.rglob("*.jsonl"))).replace(" ", "")


# ---- What is tried ----


def spans_of(prediction, text):
    """Its spans by their offsets, which count code points."""
    return [(text[r["value"]["start"] : r["value"]["end"]], r["value"]["labels"][0]) for r in prediction["result"]]


def predictions_of(studio, task, version):
    return [p for p in studio.ask(f"predictions/?task={task['id']}") if p["model_version"] == version]


def predict(studio, gaz, project):
    """Imports tasks, and has them predicted."""
    imported = studio.ask(f"projects/{project}/import?return_task_ids=true", [{"data": {"body": t}} for t in TEXTS])
    check("tasks imported", imported["task_count"], len(TEXTS))
    studio.fetch_predictions(project)
    tasks = studio.ask(f"tasks/?project={project}&fields=all")["tasks"]
    tasks.sort(key=lambda task: TEXTS.index(task["data"]["body"]))
    expected = [[("kernel", "Operating_System"), ("C ++", "Language")], [("kernel", "Operating_System")], []]
    for task, text, spans in zip(tasks, TEXTS, expected):
        found = predictions_of(studio, task, gaz.version())
        check(f"predictions of {text!r}", [spans_of(p, text) for p in found], [spans])
    return tasks


def correct(studio, gaz, backend, task):
    """Asks for a suggestion as the editor does, corrects it, and sees that gaz is told."""
    suggestion = studio.ask(f"ml/{backend['id']}/interactive-annotating", {"task": task["id"], "context": {"result": []}})
    check("interactive suggestion", spans_of(suggestion["data"], TEXTS[0]),
          [("kernel", "Operating_System"), ("C ++", "Language")])
    told = gaz.answers("/label-studio/webhook")
    result = suggestion["data"]["result"]
    result[1]["value"].update(start=18, end=19, text="C")
    annotation = studio.ask(f"tasks/{task['id']}/annotations/", {"result": result, "was_cancelled": False})
    wait_for("the webhook", lambda: gaz.answers("/label-studio/webhook") > told)
    check("annotation stored as it was corrected", spans_of(annotation, TEXTS[0]),
          [("kernel", "Operating_System"), ("C", "Language")])
    check("corrected annotation kept", '"start":18,"end":19,' in gaz.kept(), True)
    told = gaz.answers("/label-studio/webhook")
    studio.ask(f"annotations/{annotation['id']}/", {"result": result[:1]}, "PATCH")
    wait_for("the webhook of a change", lambda: gaz.answers("/label-studio/webhook") > told)
    check("changed annotation kept", '"start":18' in gaz.kept(), False)
    told = gaz.answers("/label-studio/webhook")
    studio.ask(f"annotations/{annotation['id']}/", method="DELETE")
    wait_for("the webhook of a deletion", lambda: gaz.answers("/label-studio/webhook") > told)
    check("deleted annotation forgotten", gaz.kept(), "")
    print("ok gaz was told of an annotation made, changed and deleted")


def change(studio, gaz, project, backend, tasks):
    """Gives gaz another model, from which the next predictions come."""
    old = gaz.version()
    gaz.build(LIST + ["nothing\tLanguage"])
    wait_for("the new model", lambda: gaz.version() != old)
    connected = [b for b in studio.ask(f"ml/?project={project}") if b["id"] == backend["id"]][0]
    check("model version after a change", connected["model_version"], gaz.version())
    studio.fetch_predictions(project)
    found = predictions_of(studio, tasks[2], gaz.version())
    check("predictions of the new model", [spans_of(p, TEXTS[2]) for p in found], [[("nothing", "Language")]])
    check("predictions of the old model", len(predictions_of(studio, tasks[2], old)), 1)


def connect(studio, gaz, authorization=None):
    """Makes a project with gaz as backend; `authorization`: the header with a user, for whom gaz asks."""
    project = studio.ask("projects/", {"title": "gaz test", "label_config": CONFIG})["id"]
    about = {"project": project, "url": gaz.url + "label-studio", "title": "gaz", "is_interactive": True}
    if authorization:
        about.update(auth_method="BASIC_AUTH", basic_auth_user=USER, basic_auth_pass=PASSWORD)
    backend = studio.ask("ml/", about)
    backend = studio.ask(f"ml/{backend['id']}")
    check("backend", (backend["state"], backend["model_version"]), ("CO", gaz.version()))
    hooks = studio.ask(f"webhooks/?project={project}")
    check("webhook that Label Studio made by itself", [hook["url"] for hook in hooks], [gaz.url + "label-studio/webhook"])
    if authorization:  # which it did not give the webhook
        studio.ask(f"webhooks/{hooks[0]['id']}/", {"headers": {"Authorization": authorization}}, "PATCH")
    return project, backend


def use(studio, gaz):
    project, backend = connect(studio, gaz)
    tasks = predict(studio, gaz, project)
    exchange(studio, gaz)
    correct(studio, gaz, backend, tasks[0])
    change(studio, gaz, project, backend, tasks)


def spans_in(gaz_command, path):
    """Texts and spans of a file, as gaz reads it."""
    lines = subprocess.run([gaz_command, "convert", path, "--to", "jsonl", "--quiet"], stdout=subprocess.PIPE, check=True)
    records = [json.loads(line) for line in lines.stdout.splitlines()]
    return sorted((r.get("text", r.get("body")), sorted((s["start"], s["end"], s["label"]) for s in r["spans"])) for r in records)


def exchange(studio, gaz):
    """Imports a file of gaz's, takes its predictions for right, and exports them to gaz."""
    texts, written, exported = (gaz.folder / name for name in ("texts.jsonl", "written.json", "exported.json"))
    texts.write_text("".join(json.dumps({"text": text}) + "\n" for text in TEXTS))
    with open(written, "wb") as out:
        subprocess.run([gaz.command, "tag", gaz.folder / "model.gaz", texts, "--from", "jsonl", "--to", "label-studio",
                        "--data-key", "body", "--quiet"], stdout=out, check=True)
    project = studio.ask("projects/", {"title": "gaz files", "label_config": CONFIG})["id"]
    imported = studio.ask(f"projects/{project}/import", json.loads(written.read_text()))
    check("tasks and predictions imported", (imported["task_count"], imported["prediction_count"]), (3, 3))
    for task in studio.ask(f"tasks/?project={project}&fields=all")["tasks"]:
        (prediction,) = studio.ask(f"predictions/?task={task['id']}")
        studio.ask(f"tasks/{task['id']}/annotations/", {"result": prediction["result"], "was_cancelled": False})
    exported.write_text(json.dumps(studio.ask(f"projects/{project}/export?exportType=JSON")))
    spans = spans_in(gaz.command, exported)
    check("spans exported", spans, spans_in(gaz.command, written))
    check("their number", sum(len(found) for _, found in spans), 4)
    print("ok Label Studio has imported a file of gaz's and exported it to gaz")


def write_corpus(folder):
    """Documents of before, without which there is too little to learn from."""
    draw = random.Random(7)
    folder.mkdir()
    for number in range(60):
        text, spans = "", []
        for _ in range(6):
            text += draw.choice(["we run the ", "this is in ", "an old ", "boot a "])
            name, label = draw.choice([("kernel", "Operating_System"), ("C ++", "Language"), ("zeOS", "Operating_System"),
                                       ("Ada", "Language"), ("BeOS", "Operating_System")])
            spans.append({"start": len(text), "end": len(text) + len(name), "label": label})
            text += name + draw.choice([" today. ", " here. ", ", as they say. "])
        (folder / f"before{number}.jsonl").write_text(json.dumps({"text": text, "spans": spans}) + "\n")


def learn(studio, gaz):
    """A name that nobody has listed is annotated in one task, and suggested in the next."""
    project, _ = connect(studio, gaz, "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode())
    texts = ["😀 we run the frobOS today. boot a frobOS here.", "this is 👩‍👩‍👧 in an old frobOS here."]
    old = gaz.version()
    tasks = []
    for text in texts:
        studio.ask(f"projects/{project}/import", [{"data": {"body": text}}])
    for task in studio.ask(f"tasks/?project={project}&fields=all")["tasks"]:
        tasks.append(task)
    tasks.sort(key=lambda task: texts.index(task["data"]["body"]))
    studio.fetch_predictions(project)
    check("nothing is known yet", [spans_of(p, texts[1]) for p in predictions_of(studio, tasks[1], old)], [[]])
    places = [found.span() for found in re.finditer("frobOS", texts[0])]
    result = [{"id": f"a{begin}", "from_name": "label", "to_name": "text", "type": "labels",
               "value": {"start": begin, "end": end, "text": "frobOS", "labels": ["Operating_System"]}}
              for begin, end in places]
    studio.ask(f"tasks/{tasks[0]['id']}/annotations/", {"result": result, "was_cancelled": False})
    wait_for("what is learnt", lambda: gaz.version() != old, 120)
    studio.fetch_predictions(project)
    found = predictions_of(studio, tasks[1], gaz.version())
    check("an annotated name is suggested", [spans_of(p, texts[1]) for p in found], [[("frobOS", "Operating_System")]])


def show_logs(folder):
    for log in folder.rglob("*.log"):
        print(f"---- {log.name}", *log.read_text(errors="replace").splitlines()[-30:], sep="\n", file=sys.stderr)


def run_all(folder, gaz_command, studio_command):
    begin = time.monotonic()
    servers = []
    good = False

    def serve(name, *arguments):
        servers.append(Gaz(gaz_command, folder / name, *arguments))
        return servers[-1]

    try:
        for name in ("used", "learning"):
            (folder / name).mkdir()
        write_corpus(folder / "learning" / "corpus")
        (folder / "learning" / "users").write_text(f"{USER}:{PASSWORD}\n")
        studio = LabelStudio(studio_command, folder)
        print(f"ok Label Studio started in {time.monotonic() - begin:.0f} s", flush=True)
        use(studio, serve("used", "--corpus", "corpus"))
        learn(studio, serve("learning", "--corpus", "corpus", "--lists", "lists", "--learn", "--learn-seconds", "0",
                            "--credentials", "users"))
        good = True
    finally:
        stop_all()
        if not good:
            show_logs(folder)
    check("gaz ended well", [gaz.process.returncode for gaz in servers], [0, 0])
    check("no token in its logs", [TOKEN in (gaz.folder / "gaz.log").read_text() for gaz in servers], [False, False])
    print(f"label-studio: good, in {time.monotonic() - begin:.0f} s")


def main():
    commands = [os.path.abspath(command) for command in sys.argv[1:]]
    with tempfile.TemporaryDirectory() as folder:
        run_all(pathlib.Path(folder), *commands)


if __name__ == "__main__":
    main()

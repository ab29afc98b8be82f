"""Has doccano's own server label a document by gaz serve, with the template of the manual; then has it import a file
that gaz wrote, and export it to gaz.

usage: run.py GAZ PYTHON    PYTHON is one that has doccano; everything else is in a temporary folder
"""
import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import uuid
import zipfile

gaz, python = (os.path.abspath(path) for path in sys.argv[1:])
TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TEXT = "😀 the kernel runs C++ on a кернел"


def template():
    """That of the manual, for doccano."""
    with open(os.path.join(TOP, "src", "cli", "gaz.1"), encoding="utf-8") as file:
        page = file.read()
    block = re.search(r"POST /doccano.*?\.EX\n(.*?)\.EE", page, re.S)[1]
    return block.replace("\\(dq", '"').replace("\\-", "-")


def free_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return server.getsockname()[1]


def send(request):
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.read()
    except urllib.error.HTTPError as error:
        sys.exit("FAILED: %s: %s: %s" % (request.full_url, error, error.read()[:1000]))


def ask(url, token=None, body=None):
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = "Token " + token
    return json.loads(send(urllib.request.Request(url, None if body is None else json.dumps(body).encode(), headers)))


def start(processes, arguments, **options):
    process = subprocess.Popen(arguments, **options)
    processes.callback(lambda: (process.terminate(), process.wait()))
    return process


def serve_gaz(processes, work):
    with open(os.path.join(work, "list.tsv"), "w", encoding="utf-8") as file:
        file.write("kernel\tOS\nC++\tLang\nкернел\tOS\n")
    model = os.path.join(work, "m.gaz")
    subprocess.run([gaz, "build", os.path.join(work, "list.tsv"), "-o", model, "--quiet"], check=True)
    process = start(processes, [gaz, "serve", model, "--port", "0"], stderr=subprocess.PIPE, text=True)
    return re.search(r"serving at (\S+)", process.stderr.readline())[1]


def serve_doccano(processes, work):
    folder = subprocess.run([python, "-c", "import os, backend; print(os.path.dirname(backend.__file__))"],
                            stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
    home = os.path.join(work, "doccano")
    os.mkdir(home)
    port = free_port()
    environment = dict(os.environ, DJANGO_SETTINGS_MODULE="config.settings.production", STANDALONE="True",
                       DATABASE_URL="sqlite:///%s/doccano.db" % home, MEDIA_ROOT=os.path.join(home, "media"),
                       DOCCANO_HOME=home, ADMIN_PASSWORD="pass")
    log = open(os.path.join(work, "log"), "w")
    processes.callback(log.close)

    def manage(*arguments):
        subprocess.run([python, "manage.py", *arguments], cwd=folder, env=environment, stdout=log, stderr=log, check=True)

    manage("migrate")
    manage("create_roles")
    manage("create_admin", "--noinput", "--username", "admin", "--email", "a@example.com", "--password", "pass")
    start(processes, [python, "-m", "gunicorn", "config.wsgi", "--bind", "127.0.0.1:%d" % port], cwd=folder,
          env=environment, stdout=log, stderr=log)
    # What imports and exports.
    start(processes, [os.path.join(os.path.dirname(python), "doccano"), "task", "--concurrency", "1"], cwd=folder,
          env=environment, stdout=log, stderr=log)
    url = "http://127.0.0.1:%d/v1" % port
    for _ in range(300):
        try:
            urllib.request.urlopen(url + "/health", timeout=5).close()
            return url
        except urllib.error.HTTPError:
            return url
        except OSError:
            time.sleep(0.1)
    sys.exit("FAILED: doccano does not answer")


def make_project(doccano, token):
    project = ask(doccano + "/projects", token, {
        "name": "gaz", "description": "-", "guideline": "", "project_type": "SequenceLabeling", "random_order": False,
        "collaborative_annotation": True, "allow_overlapping": False, "grapheme_mode": False, "use_relation": False,
        "tags": [], "resourcetype": "SequenceLabelingProject"})["id"]
    return "%s/projects/%d" % (doccano, project)


def label(doccano, token, served):
    url = make_project(doccano, token)
    types = {}
    for name in ("OS", "Lang"):
        types[ask(url + "/span-types", token, {"text": name, "prefix_key": None, "suffix_key": None,
                                               "background_color": "#209cee", "text_color": "#ffffff"})["id"]] = name
    example = ask(url + "/examples", token, {"text": TEXT, "meta": {}})["id"]
    ask(url + "/auto-labeling/configs", token, {
        "model_name": "Custom REST Request", "task_type": "Span", "label_mapping": {}, "template": template(),
        "model_attrs": {"url": served + "doccano", "method": "POST", "params": {}, "headers": {},
                        "body": {"text": "{{ text }}"}}})
    ask("%s/auto-labeling?example=%d" % (url, example), token, {})
    spans = ask("%s/examples/%d/spans" % (url, example), token)
    return sorted((span["start_offset"], span["end_offset"], types[span["label"]]) for span in spans)


# ---- Files ----

LINES = ["😀 the kernel runs C++ on a кернел", "no name", "👩‍👩‍👧 C++\tand \"C++\" \\ kernel", "kernel"]


def upload(doccano, token, path):
    """Returns the id of the uploaded file."""
    mark = uuid.uuid4().hex
    with open(path, "rb") as file:
        body = b"".join([b"--", mark.encode(), b'\r\nContent-Disposition: form-data; name="filepond"; filename="in.jsonl"\r\n',
                         b"Content-Type: application/json\r\n\r\n", file.read(), b"\r\n--", mark.encode(), b"--\r\n"])
    headers = {"Authorization": "Token " + token, "Content-Type": "multipart/form-data; boundary=" + mark}
    return send(urllib.request.Request(doccano + "/fp/process/", body, headers)).decode()


def wait_for_task(doccano, token, task):
    for _ in range(600):
        state = ask(doccano + "/tasks/status/" + task, token)
        if state["ready"]:
            result = state["result"]  # of an export it is a text
            if state["error"] or isinstance(result, dict) and result.get("error"):
                sys.exit("FAILED: doccano's task: %s" % state)
            return
        time.sleep(0.1)
    sys.exit("FAILED: doccano's task does not end")


def spans_in(path):
    """Texts and spans, as gaz reads them."""
    lines = subprocess.run([gaz, "convert", path, "--to", "jsonl", "--quiet"], stdout=subprocess.PIPE, check=True).stdout
    records = [json.loads(line) for line in lines.splitlines()]
    return sorted((r["text"], sorted((s["start"], s["end"], s["label"]) for s in r["spans"])) for r in records)


def exchange(doccano, token, work):
    """Imports a file of gaz's and exports it again; returns how many spans that kept."""
    written, exported = os.path.join(work, "written.jsonl"), os.path.join(work, "exported.jsonl")
    with open(os.path.join(work, "lines"), "w", encoding="utf-8") as file:
        file.writelines(line + "\n" for line in LINES)
    with open(written, "wb") as out:
        subprocess.run([gaz, "tag", os.path.join(work, "m.gaz"), file.name, "--from", "text", "--document", "line", "--to",
                        "doccano", "--quiet"], stdout=out, check=True)
    url = make_project(doccano, token)
    task = ask(url + "/upload", token, {
        "uploadIds": [upload(doccano, token, written)], "format": "JSONL", "task": "SequenceLabeling",
        "column_data": "text", "column_label": "label", "delimiter": "", "encoding": "utf_8"})["task_id"]
    wait_for_task(doccano, token, task)
    task = ask(url + "/download", token, {"format": "JSONL", "exportApproved": False})["task_id"]
    wait_for_task(doccano, token, task)
    packed = send(urllib.request.Request("%s/download?taskId=%s" % (url, task), None, {"Authorization": "Token " + token}))
    with open(exported + ".zip", "wb") as file:
        file.write(packed)
    with zipfile.ZipFile(exported + ".zip") as archive, open(exported, "wb") as file:
        file.write(archive.read(archive.namelist()[0]))
    expected, found = spans_in(written), spans_in(exported)
    if found != expected:
        sys.exit("FAILED: exported %s, written %s" % (found, expected))
    return sum(len(spans) for _, spans in found)


def main():
    with tempfile.TemporaryDirectory() as work, contextlib.ExitStack() as processes:
        served = serve_gaz(processes, work)
        doccano = serve_doccano(processes, work)
        token = ask(doccano + "/auth/login/", body={"username": "admin", "password": "pass"})["key"]
        found = label(doccano, token, served)
        kept = exchange(doccano, token, work)
    units = TEXT.encode("utf-16-le")
    named = [(units[2 * begin:2 * end].decode("utf-16-le"), name) for begin, end, name in found]
    if named != [("kernel", "OS"), ("C++", "Lang"), ("кернел", "OS")]:
        sys.exit("FAILED: %s: %s" % (found, named))
    if kept != 7:
        sys.exit("FAILED: %d spans were kept" % kept)
    print("doccano: it has imported %d spans from gaz, and exported them to gaz" % kept)
    print("doccano: its server has labelled %d spans behind an emoji as they were meant" % len(found))


main()

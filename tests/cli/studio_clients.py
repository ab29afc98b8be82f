"""Asks gaz serve as several projects of Label Studio do at once; all begin at the same moment.

usage: studio_clients.py URL CLIENTS ROUNDS
"""
import http.client
import json
import sys
import threading
import urllib.parse

url, clients, rounds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
CONFIG = ('<View><Labels name="l" toName="t" value="$labels"/><Text name="t" value="$text"/></View>')
PREDICT = {"tasks": [{"id": 1, "data": {"text": "we use python on linux"}}], "label_config": CONFIG}
barrier = threading.Barrier(clients)
faults = []


def post(connection, path, body, expected):
    connection.request("POST", "/label-studio/" + path, json.dumps(body), {"Content-Type": "application/json"})
    answer = connection.getresponse()
    text = answer.read()
    if answer.status != expected:
        faults.append((path, answer.status, text))


def ask(number):
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(url).netloc, timeout=60)
    connection.connect()
    annotation = {"id": number, "result": [{"from_name": "l", "value": {"start": 7, "end": 13, "labels": ["A"]}}]}
    event = {"action": "ANNOTATION_CREATED", "annotation": annotation, "task": PREDICT["tasks"][0],
             "project": {"id": 1, "label_config": CONFIG}}
    barrier.wait()
    for _ in range(rounds):
        post(connection, "predict", PREDICT, 200)
        post(connection, "webhook", event, 201)
        post(connection, "setup", {"schema": "<View>"}, 400)


threads = [threading.Thread(target=ask, args=(number,)) for number in range(clients)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
sys.exit(f"{len(faults)} wrong answers: {faults[:2]}" if faults else 0)

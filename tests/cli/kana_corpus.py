"""Writes annotated Japanese texts, one JSON object a line: names of drugs are runs of katakana of which most are new;
other words in katakana are none. Always the same for one SEED.

usage: kana_corpus.py SEED TEXTS
"""
import json
import random
import sys

KANA = "アイウエカキクケコサシスセタチツテトナニネノハヒフヘホマミムメモラリルレロ"
ENDINGS = ["マイシン", "スタチン", "ゾール"]
WORDS = ["ベッド", "データ", "カルテ", "グループ", "センター", "リハビリ"]


def main():
    rng = random.Random(int(sys.argv[1]))
    for _ in range(int(sys.argv[2])):
        name = "".join(rng.choices(KANA, k=rng.randrange(2, 4))) + rng.choice(ENDINGS)
        before, after = rng.choice([("患者に", "を投与した。"), ("その後、", "は中止された。"), ("医師が", "を処方した。")])
        text = before + name + after + rng.choice(WORDS) + rng.choice(["で様子を見た。", "を確認した。"])
        span = {"start": len(before), "end": len(before) + len(name), "label": "Drug"}
        print(json.dumps({"text": text, "spans": [span]}, ensure_ascii=False))


main()

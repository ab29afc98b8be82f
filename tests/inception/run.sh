#!/usr/bin/env bash
# Asks gaz serve as INCEpTION does, with UIMA's own serializer and deserializer (from Maven).
#
#   usage: run.sh GAZ FOLDER    FOLDER receives the libraries
set -euo pipefail
gaz=$(realpath "$1")
folder=$2
here=$(realpath "$(dirname "${BASH_SOURCE[0]}")")
if ! command -v mvn javac >/dev/null; then
    echo "skipped: there is no Java with Maven"
    exit
fi
if ! mvn -q -B -f "$here/pom.xml" dependency:copy-dependencies -DoutputDirectory="$(realpath -m "$folder")" >"$folder.log" 2>&1; then
    echo "skipped: UIMA cannot be had: $(tail -1 "$folder.log")"
    exit
fi

# Maven Central has neither de.tudarmstadt.ukp.inception.app:inception-io-webanno-tsv nor DKPro Core's io-webanno.
echo "skipped: INCEpTION's own reader and writer of WebAnno TSV, which no Maven repository has"

work=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
printf '%s\t%s\n' kernel OS C++ Lang 'café au lait' Drink >"$work/list.tsv"
"$gaz" build "$work/list.tsv" -o "$work/m.gaz" --quiet
: >"$work/messages"
"$gaz" serve "$work/m.gaz" --port 0 2>"$work/messages" &
server=$!
until url=$(sed -n 's/.*serving at //p' "$work/messages") && [ -n "$url" ]; do
    kill -0 "$server"
    sleep 0.05
done

# Emoji, decomposed letters, CR LF and TAB, what XML escapes, a span inside of a token, which is widened to it.
texts=($'😀 the kernel runs C++' $'a café au lait\r\n👩‍👩‍👧 kernel <&>"\t kernel' 'kernels kernel-mode' 'nothing')
java -cp "$folder/*" "$here/Client.java" "${url}inception" "${texts[@]}" 2>"$work/java" >"$work/answer" ||
    { cat "$work/java" "$work/answer"; exit 1; }
printf '%s\t%s\t%s\t%s\t1.0\t%s\n' 1 7 13 OS kernel 1 19 22 Lang C++ 2 2 14 Drink 'café au lait' \
    2 25 31 OS kernel 2 38 44 OS kernel 3 8 19 OS kernel-mode >"$work/expected"
printf 'train\t204\n' >>"$work/expected"
diff "$work/expected" "$work/answer"
echo "INCEpTION: $(grep -c 1.0 "$work/answer") predictions of ${#texts[@]} documents are read by UIMA as they were meant"

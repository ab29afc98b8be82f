# For the tests of pages: Chromium, and pages to show in it.

needs_browser() {
    python3 -c "import sys; sys.path.insert(0, '$TESTS'); import browser; sys.exit(not browser.find())" ||
        skip "no chromium is installed: make deps-readers"
}

# in_browser CASE PAGE [ARGUMENT...]: a case of html_cases.py, or of $CASES.
in_browser() {
    needs_browser
    python3 "$TESTS/${CASES:-html_cases}.py" "$@"
}

# page.html of the sample's text, and spans.tsv: what it has to show.
sample_page() {
    needs_browser
    sample_model m.gaz
    grep -v '^</\?s>' "$SAMPLE/sample.conll" | cut -f1 | awk '{ printf "%s%s", $0, NR % 25 ? " " : "\n" }' >sample.txt
    "$GAZ" tag m.gaz sample.txt --from text --to html "$@" >page.html
    "$GAZ" tag m.gaz sample.txt --from text --to tsv --quiet "$@" | cut -f5 >spans.tsv
    [ "$(wc -l <spans.tsv)" -gt 400 ]
}

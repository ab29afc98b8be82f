"""Python packages that find the entries of a list in texts, gaz among them, as package_engine.py drives them.

Spans are begin, end, and the number of the entry in a list for each document; spaCy has objects of its own."""
import importlib
import json
import time

import data

MEGABYTE = 1_000_000


def leftmost(found):
    """The leftmost, then longest of (begin, -end, number), without overlaps, but for the space at the end of each, which the
    next may begin with."""
    if len(found) < 2:
        return found
    found.sort()
    chosen, free = [], 0
    for span in found:
        if span[0] >= free:
            chosen.append(span)
            free = -span[1] - 1
    return chosen


class Package:
    """`gap` is between the tokens of surfaces and documents."""

    sample = 8 * MEGABYTE  # of the text: what takes a second at most
    repeats = 1            # of a run, so that it takes long enough to be timed
    exact = True
    module = None  # to import
    gap = " "
    kind = "surfaces"
    saves = False

    def __init__(self):
        self.package = self.module and importlib.import_module(self.module)

    def patterns(self, path):
        surfaces = data.read(path).decode("utf-8", "replace").split("\n")
        return [" " + surface.replace(" ", self.gap) + " " for surface in surfaces if surface]

    def prepare(self, document):
        """The document with space on both sides of each token and line end."""
        tokens = document.replace("\t", " ").replace("\r\n", "\n").replace("\n", " \n ").split(" ")
        return " " + self.gap.join(token for token in tokens if token) + " "

    def tag_all(self, documents, threads):
        """The best loop over many documents."""
        del threads
        return map(self.tag, documents)


class Gaz(Package):
    """Reads the text as it is: tokens with blanks between them."""

    repeats = 4
    module = "gaz"
    tokens, tokenized = "corpus", True
    kind = "dictionary"
    saves = True

    def patterns(self, path):
        return path

    def prepare(self, document):
        return document

    def build(self, path, saved):
        lexicon = self.package.Lexicon()
        lexicon.read(path)
        lexicon.build(saved, tokens=self.tokens)

    def load(self, saved):
        self.model = self.package.Model(saved)
        begin = time.process_time()
        self.package.Model(saved, trusted=True)
        self.trusted_seconds = time.process_time() - begin

    def tag(self, document):
        return self.model.tag(document, tokenized=self.tokenized)

    def tag_all(self, documents, threads):
        return self.model.tag_many(documents, tokenized=self.tokenized, threads=threads)


class GazWords(Gaz):
    """gaz's own words, which are others, so that some matches are, too."""

    tokens, tokenized = "words", False
    exact = False


class PyAhocorasick(Package):
    """`iter` and a choice in Python: `iter_long` has missed matches, and was slower."""

    module = "ahocorasick"
    distribution = "pyahocorasick"
    saves = True

    def build(self, patterns, saved):
        self.automaton = self.package.Automaton()
        for number, pattern in enumerate(patterns):
            self.automaton.add_word(pattern, (len(pattern) - 1, number))
        self.automaton.make_automaton()

    def save(self, saved):
        import pickle
        self.automaton.save(saved, pickle.dumps)

    def load(self, saved):
        import pickle
        self.automaton = self.package.load(saved, pickle.loads)

    def tag(self, document):
        return leftmost([(last - size, -last - 1, number) for last, (size, number) in self.automaton.iter(document)])


class AhocorasickRs(Package):
    """Bytes, which were faster than str, and the automaton that it chooses itself. Two spaces between tokens: no pattern
    needs one that the pattern before it has."""

    module = distribution = "ahocorasick_rs"
    gap = "  "

    def build(self, patterns, saved):
        self.automaton = self.package.BytesAhoCorasick([pattern.encode() for pattern in patterns],
                                                       self.package.MatchKind.LeftmostLongest)
        self.tag = self.automaton.find_matches_as_indexes

    def prepare(self, document):
        return super().prepare(document).encode()


class Hyperscan(Package):
    """Literals without the space before them, which the callback looks for: so it was faster."""

    module = distribution = "hyperscan"
    saves = True

    def patterns(self, path):
        return [pattern[1:].encode() for pattern in super().patterns(path)]

    def prepare(self, document):
        return super().prepare(document).encode()

    def build(self, patterns, saved):
        self.sizes = [len(pattern) for pattern in patterns]
        self.database = self.package.Database(mode=self.package.HS_MODE_BLOCK)
        self.database.compile(expressions=patterns, ids=list(range(len(patterns))), elements=len(patterns), flags=0,
                              literal=True)

    def save(self, saved):
        with open(saved, "wb") as file:
            file.write(json.dumps(self.sizes).encode() + b"\n" + self.package.dumpb(self.database))

    def load(self, saved):
        with open(saved, "rb") as file:
            self.sizes = json.loads(file.readline())
            self.database = self.package.loadb(file.read(), self.package.HS_MODE_BLOCK)
        self.database.scratch = self.package.Scratch(self.database)

    def tag(self, document):
        found, sizes = [], self.sizes

        def on_match(number, _begin, end, _flags, _context):
            begin = end - sizes[number] - 1
            if document[begin] == 0x20:
                found.append((begin, -end, number))
        self.database.scan(document, on_match)
        return leftmost(found)


class Flashtext2(Package):
    """Its words are those of Unicode, and not the text's tokens: it finds others."""

    module = distribution = "flashtext2"
    exact = False

    def patterns(self, path):
        return [pattern.strip(" ") for pattern in super().patterns(path)]

    def prepare(self, document):
        return document

    def build(self, patterns, saved):
        processor = self.package.KeywordProcessor(case_sensitive=True)
        processor.add_keywords_from_iter(patterns)
        self.tag = processor.extract_keywords_with_span


class PhraseMatcher(Package):
    """A pipeline that only splits at spaces, five times as fast as the one for English, and then the text's tokens."""

    sample = MEGABYTE
    module = distribution = "spacy"

    def patterns(self, path):
        return [pattern.strip(" ") for pattern in super().patterns(path)]

    def build(self, patterns, saved):
        from spacy.matcher import PhraseMatcher as Matcher
        from spacy.tokenizer import Tokenizer
        self.pipeline = self.package.blank("en")
        self.pipeline.tokenizer = Tokenizer(self.pipeline.vocab)
        self.add(patterns, Matcher)

    def add(self, patterns, matcher):
        self.matcher = matcher(self.pipeline.vocab)
        for begin in range(0, len(patterns), 10_000):
            self.matcher.add("entry", list(self.pipeline.tokenizer.pipe(patterns[begin:begin + 10_000])))

    def spans(self, document):
        # Tokens share nothing: the next span begins at the end of the one before.
        return leftmost([(begin, -end - 1, number) for number, begin, end in self.matcher(document)])

    def tag(self, document):
        return self.spans(self.pipeline(document))

    def tag_all(self, documents, threads):
        return map(self.spans, self.pipeline.pipe(documents))


class EntityRuler(PhraseMatcher):
    """It chooses the longest spans first, and so others where they overlap."""

    exact = False

    def add(self, patterns, matcher):
        ruler = self.pipeline.add_pipe("entity_ruler")
        ruler.add_patterns([{"label": "entry", "pattern": pattern} for pattern in patterns])

    def spans(self, document):
        return document.ents


PACKAGES = {"gaz": Gaz, "gaz, words": GazWords, "pyahocorasick": PyAhocorasick, "ahocorasick_rs": AhocorasickRs,
            "hyperscan": Hyperscan, "flashtext2": Flashtext2, "spaCy PhraseMatcher": PhraseMatcher,
            "spaCy EntityRuler": EntityRuler}

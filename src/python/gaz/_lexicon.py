"""A lexicon."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Iterable, Sequence
from typing import Any

from gaz import _gaz
from gaz._model import Model

Path = str | os.PathLike[str]

# Kinds of variants, by the names that gaz harvest has for them.
_VARIANTS = ("first", "lower-first", "title", "upper", "lower", "plural", "singular", "joined", "accents",
             "possessive", "greek", "inverted", "numeral", "british", "digits")  # fmt: skip


def _paths(paths: Path | Iterable[Path]) -> tuple[Path, ...]:
    return (paths,) if isinstance(paths, (str, bytes, os.PathLike)) else tuple(paths)


_SCOPES = {"exact": 1, "narrow": 2, "broad": 4, "related": 8}


def _scope_bits(scopes: Iterable[str]) -> int:
    names = [scopes] if isinstance(scopes, str) else list(scopes)
    unknown = [name for name in names if name not in _SCOPES]
    if unknown or not names:
        raise ValueError(f"scopes are exact, narrow, broad and related, not {unknown or names}")
    return sum({_SCOPES[name] for name in names})


class Lexicon(_gaz.Lexicon):
    """Entries with their evidence, in memory: filled from lists, corpora and calls of ``add``, compiled by ``build``.

    One thread at a time may use it; another one gets RuntimeError.
    """

    def add(
        self,
        surface: str | Sequence[str],
        label: str,
        *,
        id: str | None = None,
        name: str | None = None,
        priority: int = 0,
        case: str | None = None,
        edges: str | None = None,
    ) -> None:
        """Adds an entry. If there is one with the same surface, label and id, the two become one.

        Args:
            surface: What is found in texts: tokens separated by blanks, or a sequence of tokens.
            label: The type of the entry.
            id: Of its concept.
            name: Of its concept, the preferred one.
            priority: Of several senses of a surface, the one with the highest priority comes first.
            case: "exact", "ignore" or "auto" [default: that of the model].
            edges: "token" or "strict" [default: that of the model].

        Raises:
            ArgumentError: The surface or the label is empty.
            InputError: A text has a control character.
        """
        tokens = surface.split() if isinstance(surface, str) else surface
        self._add(
            tuple(tokens),
            {"label": label, "id": id, "name": name, "priority": priority, "case": case, "edges": edges},
        )

    def read(
        self,
        path: Path,
        *,
        label: str | None = None,
        format: str | None = None,
        growth: bool = False,
        gazetteer: bool = False,
        encoding: str | None = None,
        lenient: bool = False,
        priority: int = 0,
        case: str | None = None,
        edges: str | None = None,
        columns: str | None = None,
        split: str | None = None,
        scopes: Iterable[str] = ("exact",),
        xref: str | None = None,
        language: str | None = None,
        sources: str | None = None,
        semantic_types: Path | None = None,
    ) -> dict[str, Any]:
        """Reads lists, a dictionary of another program, or a terminology.

        Args:
            path: A file, or a folder of .tsv files. Packed files (gzip, zstd, xz, bzip2, lz4) are unpacked.
            label: Of lines without one [default: the file's name up to the first dot].
            format: "list", "patterns" (spaCy, Prodigy), "gate", "tokensregex", "model", "obo", "delimited", "umls",
                "geonames", "sparknlp", "rdf", "conceptmapper", "skweak", "ids", "feed", "hosts", "adblock", "stix"
                or "misp" [default: detected].
            growth: Read what ``grow`` needs, too, from a folder that ``write`` or ``gaz harvest`` wrote.
            gazetteer: ``harvest`` shall judge these entries by the corpora, whether they annotate them or not. Verdicts
                are read, evidence of other corpora is not.
            encoding: Of the files, as iconv names it [default: UTF-8].
            priority: Of entries that have none, as for ``add``.
            case: Of entries that do not say it, as for ``add``.
            edges: Of entries that do not say it, as for ``add``.
            columns: Of CSV, TSV and their kin: "surface=2,id=1,type=3,synonyms=5", by number from 1 or by name in the
                first row [default: what the first row says].
            split: What stands between synonyms there [default: "|"].
            scopes: Of an ontology's synonyms those that are read: "exact", "narrow", "broad", "related".
            xref: Ids are an ontology's cross references to this vocabulary, "MESH", where a concept has one; "MIM=OMIM:"
                puts OMIM: before them [default: the concepts' own].
            language: Names in these languages, with commas between, of terminologies that say it [default: all].
            sources: Names from these sources of the UMLS, likewise [default: all].
            semantic_types: The UMLS's file with the types of concepts [default: MRSTY.RRF beside MRCONSO.RRF].
            lenient: A malformed line of a list is left out, and lists may have bytes that are not UTF-8; ``reasons`` has
                these lines.

        Returns:
            A dict: entries (new ones), duplicates, skipped (lines that an entry cannot express), comments, obsolete
            (concepts), other_scopes (synonyms), not_wanted (names of other languages and sources), without_xref
            (concepts), and reasons: an Error with file and line for each line that was skipped, or is not UTF-8.

        Raises:
            FileError: A file cannot be read.
            InputError: A list is malformed; it has file and line.
        """
        return self._import(
            path,
            {
                "label": label, "format": format, "growth": growth, "gazetteer": gazetteer, "encoding": encoding,
                "priority": priority, "case": case, "edges": edges, "columns": columns, "split": split,
                "scopes": _scope_bits(scopes), "xref": xref, "language": language, "sources": sources,
                "semantic_types": None if semantic_types is None else os.fsdecode(semantic_types),
                "lenient": lenient,
            },
        )  # fmt: skip

    def harvest(
        self,
        paths: Path | Iterable[Path],
        *,
        format: str | None = None,
        offsets: str | None = None,
        field: str | None = None,
        encoding: str | None = None,
        fields: str | None = None,
        labels: str | None = None,
        scheme: str | None = None,
        separator: str | None = None,
        token_column: int | None = None,
        tag_column: int | None = None,
        id_column: int | None = None,
        lenient: bool = False,
        trust_unreviewed: bool = False,
        precision: float | None = None,
        context: bool = True,
        variants: Iterable[str] | None = None,
        min_purity: float | None = None,
        min_count: int | None = None,
        min_tokens: int | None = None,
        growth: bool = False,
        cross_tags: Path | None = None,
        threads: int = 1,
    ) -> dict[str, Any]:
        """Makes entries of what annotated corpora annotate, and decides on held-out parts which are kept.

        Entries that exist keep their verdict, priority and id, and get new evidence. Those that were read with
        ``gazetteer=True`` are judged, too; so are others without evidence and verdict, if the corpora have them.
        ``estimate`` then tells what to expect on new text, and ``counts`` what was kept. After an error the lexicon must
        not be used.

        Args:
            paths: A corpus, or several.
            format: "conll", "brat", "doccano", "label-studio", "spacy", "prodigy", "webanno", "pubtator",
                "argilla", "pubannotation", "bioc", "json-tokens", "enamex", "inline-xml", "opennlp", "brackets",
                "html-inline" or "jsonl" [default: detected].
            offsets: JSON: the unit of offsets, "byte", "codepoint", "utf16" or "grapheme" [default: the format's].
            field: JSON: the field with the text; WebAnno: the layer of the spans.
            encoding: Of the files, as iconv names it [default: UTF-8].
            fields: JSON: members of the records, as "text=body,spans=marks,begin=from,end=to,label=kind" or
                "tokens=words,tags=ner" [default: found among the names that tools use].
            labels: JSON: the names of labels that are numbers, with commas between, or a .json file that has them.
            scheme: conll: "iob1", "iob2", "bioes" or "bare" [default: detected].
            separator: conll: "tab" or "blank" [default: detected].
            token_column: conll: from 1 [default: detected].
            tag_column: conll: from 1 [default: detected].
            id_column: conll: from 1 [default: none].
            lenient: Skip malformed rows, records and spans, and read bytes that are not UTF-8; all are counted.
            trust_unreviewed: Take documents that nobody has touched since a model suggested their spans, too.
            precision: Maximize recall at this precision, 0 to 1 [default: maximize F1].
            context: Score matches by what surrounds them.
            variants: Kinds of variants to make: "first", "lower-first", "title", "upper", "lower", "plural",
                "singular", "accents", "digits" [default: these], "joined", "possessive", "greek", "inverted",
                "numeral", "british".
            min_purity: Judge nothing; keep entries of which this share of occurrences is annotated, 0 to 1.
            min_count: Fewest annotations of an entry [default: 1].
            min_tokens: Fewest tokens of an entry [default: 1].
            growth: Learn what ``grow`` needs, too, which takes longer.
            cross_tags: A file to write: the corpora as columns, with tags and scores by the entries of the other folds,
                for training a tagger on them.
            threads: The result does not depend on it.

        Returns:
            A dict of what was found and repaired while reading: format, scheme, files, documents, sentences, tokens,
            entities, ...

        Raises:
            FileError: A file cannot be read.
            InputError: A corpus is malformed; it has file, line and often a hint.
        """
        return self._harvest(
            _paths(paths),
            cross_tags,
            {
                "format": format, "offsets": offsets, "field": field, "encoding": encoding, "fields": fields,
                "labels": labels, "scheme": scheme, "separator": separator,
                "token_column": token_column, "tag_column": tag_column, "id_column": id_column, "lenient": lenient,
                "reviewed_only": not trust_unreviewed, "precision": precision, "no_context": not context,
                "variants": _variant_bits(variants),
                "min_purity": min_purity, "min_count": min_count, "min_tokens": min_tokens, "growth": growth,
                "threads": threads,
            },
        )  # fmt: skip

    def grow(
        self,
        texts: Iterable[str | bytes] = (),
        *,
        paths: Path | Iterable[Path] = (),
        count: int = 1000,
        types: Iterable[str] | None = None,
        format: str | None = None,
        paragraphs: bool = False,
        encoding: str | None = None,
        threads: int = 1,
        accept: float | None = None,
        folder: Path | None = None,
    ) -> list[dict[str, str]]:
        """Names in raw text that the lexicon lacks, the most worthwhile first.

        The lexicon must have been harvested with ``growth=True``, or read so.

        Args:
            texts: Raw texts.
            paths: Files of raw text.
            count: At most so many names.
            types: Names of these labels only.
            format: Of the files: "text", "jsonl", ... [default: text].
            paragraphs: As for ``Model.tag``.
            encoding: Of the files, as iconv names it [default: UTF-8].
            threads: The result does not depend on it.
            accept: Write those that are names with at least this probability into lists in ``folder``.
            folder: Of lists, for ``accept``.

        Returns:
            A dict for each name, by the columns of ``gaz grow``: verdict (to fill in, for ``apply_verdicts``), surface,
            type, and what tells of its occurrences.
        """
        if (accept is None) != (folder is None):
            raise TypeError("grow takes accept and folder, or none of them")
        options = {"format": format, "paragraphs": paragraphs, "encoding": encoding, "threads": threads}
        table, _ = self._grow(tuple(texts), _paths(paths), types, options, count, folder, accept or 0.0)
        lines = [line for line in table.splitlines() if line and not line.startswith("# ")]
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))

    def apply_verdicts(self, verdicts: Path | Iterable[tuple[str, str, str]]) -> int:
        """Applies what a person has decided.

        Args:
            verdicts: A table as ``gaz review`` and ``gaz grow`` write it, with the verdicts filled in; or rows of
                (surface, label, verdict). A verdict is "keep", "drop", or the right label of the surface.

        Returns:
            How many entries got a verdict.
        """
        if isinstance(verdicts, (str, bytes, os.PathLike)):
            return self._apply_verdicts(verdicts)
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "verdicts.tsv")
            with open(path, "w", encoding="utf-8", newline="\n") as file:
                file.write("verdict\tsurface\ttype\n")
                for surface, label, verdict in verdicts:
                    if any(sign in text for text in (surface, label, verdict) for sign in "\t\n\r"):
                        raise ValueError(f"a verdict has a TAB or a line end: {surface!r}")
                    file.write(f"{verdict}\t{surface}\t{label}\n")
            return self._apply_verdicts(path)

    def add_variants(self, variants: Iterable[str]) -> int:
        """Adds other forms of the entries that no corpus annotates, for lists and terminologies.

        Nothing judges them, and most kinds are made for English. A form that is an entry stays what it is: read all
        lists before.

        Args:
            variants: Kinds, as for ``harvest``.

        Returns:
            The number of entries that were added. They have the label, id, name, priority, case and edges of theirs.
        """
        return self._add_variants(_variant_bits(variants) or 0)

    def apply_blocklist(self, path: Path) -> int:
        """Drops the entries whose surfaces are lines of a file, unless their verdict is keep. Returns their number."""
        return self._apply_blocklist(path)

    def write(self, folder: Path) -> None:
        """Writes a list for each label into a folder, which is created if missing; its parents are not."""
        self._write(folder)

    def build(
        self,
        path: Path,
        *,
        tokens: str = "both",
        case: str | None = None,
        edges: str | None = None,
        normalize: bool = True,
        typography: bool = True,
        fold_accents: bool = False,
        turkic: bool = False,
        word_signs: str | None = None,
        context: bool = True,
        verdicts_score: str = "auto",
        threads: int = 1,
    ) -> dict[str, int]:
        """Compiles the entries that are kept into a model. The file is replaced as a whole, or not at all.

        Args:
            path: Of the model.
            tokens: "both"; "corpus" for tokenized text alone; "words" for raw text alone.
            case: "exact", "ignore" or "auto", of entries that do not say it [default: exact].
            edges: "token" or "strict", of entries that do not say it [default: token].
            normalize: Compare tokens in NFC.
            typography: Compare quotes, dashes, ligatures and the like in raw text as plain ones.
            fold_accents: Compare letters without their accents.
            turkic: Where case is no matter, I is the capital of dotless i.
            word_signs: Signs of ASCII that are parts of words in raw text, as letters are.
            context: Score matches by what surrounds them, if the lexicon was harvested so.
            verdicts_score: How matches of confirmed entries are scored: "auto", "certain" or "context".
            threads: The result does not depend on it.

        Returns:
            A dict: entries (in the model), lower (senses that are not the first), repeated, left_out, weighed.
        """
        return self._build(
            path,
            {
                "tokens": tokens, "case": case, "edges": edges, "no_normalize": not normalize,
                "exact_typography": not typography, "fold_accents": fold_accents, "turkic": turkic,
                "word_signs": word_signs, "no_context": not context, "verdicts_score": verdicts_score,
                "threads": threads,
            },
        )  # fmt: skip

    def model(self, **options: Any) -> Model:
        """A model in memory, with the options of ``build``."""
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "model.gaz")
            self.build(path, **options)
            with open(path, "rb") as file:
                return Model.from_bytes(file.read(), trusted=True)

    def export(self, path: Path, *, format: str = "patterns", token_patterns: bool = False) -> dict[str, int]:
        """Writes the entries that are kept as "patterns" (spaCy, Prodigy) or "tsv". Returns a dict of counts."""
        return self._export(path, {"format": format, "token_patterns": token_patterns})

    def write_report(
        self, path: Path, *, texts: Path | Iterable[Path] = (), title: str | None = None, rows: int = 100
    ) -> None:
        """Writes a page of HTML on what the lexicon has, and what is most worth reviewing.

        Args:
            path: The page. Verdicts that are given in it are downloaded as a list for ``apply_verdicts``.
            texts: Files with raw text: the page tells how often they have each entry, with an example.
            title: Its heading.
            rows: The most rows of a table.
        """
        self._write_report(path, _paths(texts), {"title": title, "rows": rows})

    def __len__(self) -> int:
        return int(self.counts["entries"])

    def __repr__(self) -> str:
        counts = self.counts
        return f"<gaz.Lexicon of {counts['entries']} entries, {counts['kept']} kept>"


def _variant_bits(names: Iterable[str] | None) -> int | None:
    if names is None:
        return None
    if isinstance(names, str):
        raise TypeError("variants is a list of str, not one")
    bits = 0
    for name in names:
        if name not in _VARIANTS:
            raise ValueError(f'there is no kind of variant "{name}"')
        bits |= 2 << _VARIANTS.index(name)
    return bits

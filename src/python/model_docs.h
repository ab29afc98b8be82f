/* The documentation of gaz.Model's methods in C, as help() shows it; the first line is the signature. */
#ifndef PYTHON_MODEL_DOCS_H
#define PYTHON_MODEL_DOCS_H

#define MATCH_OPTIONS                                                                                                  \
    "    all: Every match, overlapping ones too, and not the leftmost longest alone.\n"                                \
    "    senses: The weaker senses of a span follow it, as spans with the same start and end.\n"                       \
    "    min_score: Least score, 0 to 1; a match with a lower one gives way to a shorter one [default: the "           \
    "model's].\n"                                                                                                      \
    "    precision: Use the lowest score that promised this precision on held-out text, 0 to 1.\n"                     \
    "    types: Matches with these labels only, a list of str.\n"                                                      \
    "    abbreviations: After \"copper toxicosis (CT)\", CT is a span too, to the end of the text, which is a "        \
    "document;\n"                                                                                                      \
    "        not with all.\n"

#define TEXT_OPTIONS                                                                                                   \
    "    offsets: \"codepoint\", \"utf16\" or \"byte\" [default: code points of str, bytes of bytes].\n"               \
    "    paragraphs: Matches may run over line ends, up to a blank line.\n"                                            \
    "    tokenized: Blanks separate the tokens of the text, and a line is a sentence.\n"                               \
    "    markup: \"html\" or \"xml\": the text that this page shows is tagged; offsets are those of the page.\n"

#define ERRORS_OPTION                                                                                                  \
    "    errors: \"strict\", or \"replace\" to read lone surrogates as U+FFFD, and so invalid bytes whose offsets "    \
    "are\n"                                                                                                            \
    "        not bytes.\n"

#define THREADS_OPTION                                                                                                 \
    "    threads: How many threads tag, 1 to 1024, the caller's among them; the result does not depend on it.\n"

#define MATCH_SIGNATURE "all=False, senses=False, min_score=None, precision=None, types=None, abbreviations=False"
#define TEXT_SIGNATURE  "offsets=None, errors='strict', paragraphs=False, tokenized=False, markup=None"

static const char tag_doc[] = "tag($self, text, /, *, " TEXT_SIGNATURE ", " MATCH_SIGNATURE ")\n--\n\n"
                              "The spans of a text, as a list of Span in the order of their start.\n\n"
                              "Args:\n    text: str, or bytes of any content. Python keeps the UTF-8 of a str that is "
                              "not ASCII beside it.\n" TEXT_OPTIONS ERRORS_OPTION MATCH_OPTIONS "\n"
                              "Raises:\n    UnicodeEncodeError: The text has lone surrogates.\n"
                              "    ArgumentError: The model was built without words, or has no such type.\n"
                              "    ValueError: The model is closed, or no score promises the precision.";

static const char tag_tokens_doc[] =
    "tag_tokens($self, tokens, /, *, errors='strict', " MATCH_SIGNATURE ")\n--\n\n"
    "The spans of one sentence of given tokens, as a list of Span. Their start and end are token numbers, from 0.\n\n"
    "Args:\n    tokens: A sequence of str or bytes.\n" ERRORS_OPTION MATCH_OPTIONS "\n"
    "Raises:\n    ArgumentError: The model was built without corpus tokens, or has no such type.";

static const char tag_many_doc[] =
    "tag_many($self, texts, /, *, threads=1, " TEXT_SIGNATURE ", " MATCH_SIGNATURE ")\n--\n\n"
    "An iterator over the spans of many texts: for each text, in order, what tag gives.\n\n"
    "Tagging happens without the GIL. Texts are read ahead, in batches of at most 256 texts or 128 KiB: one batch, or\n"
    "three for each of several threads. What the iterable or a text raises is raised after the spans of the texts "
    "before\n"
    "it. An iterator with several threads does not survive a fork.\n\n"
    "Args:\n    texts: An iterable of str or bytes.\n" THREADS_OPTION TEXT_OPTIONS ERRORS_OPTION MATCH_OPTIONS;

static const char tag_arrow_doc[] =
    "tag_arrow($self, texts, /, *, threads=1, offsets=None, paragraphs=False, tokenized=False, "
    "markup=None, " MATCH_SIGNATURE ")\n--\n\n"
    "The spans of a column of texts, as list<struct<start: int32, end: int32, label: dictionary<string>, score: "
    "double,\n"
    "id: string>>. Nulls stay null. Nothing is copied in, and pyarrow is not needed.\n\n"
    "Args:\n    texts: What has __arrow_c_array__ or __arrow_c_stream__: an array or a chunked array of pyarrow, a "
    "Series\n"
    "        of polars. Of type string, large_string or string_view (offsets are code points by default), or of their\n"
    "        binary kin (bytes).\n" THREADS_OPTION TEXT_OPTIONS MATCH_OPTIONS "\n"
    "Returns:\n    What has the same one of the two methods, for pyarrow.array, pyarrow.chunked_array, "
    "polars.Series.\n\n"
    "Raises:\n    TypeError: The column has another type.\n"
    "    LimitError: A chunk has over 2,147,483,647 spans, or a text as many bytes.";

static const char entry_doc[] =
    "entry($self, number, /)\n--\n\n"
    "An entry by its number (Span.entry), as a dict: label, id, name, score (of its matches, 0 to 1, unless\n"
    "their context counts), exact_case, strict_edges.\n\n"
    "Raises:\n    IndexError: There is no such entry.";

static const char to_bytes_doc[] = "to_bytes($self, /)\n--\n\nThe bytes of the model's file, for from_bytes.";

static const char close_doc[] =
    "close($self, /)\n--\n\n"
    "Frees the model, once no thread or iterator works with it. Spans are not affected. Methods raise\n"
    "ValueError from now on.";

#endif

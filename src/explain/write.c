#include "explain/write.h"

#include "base/decimal.h"
#include "match/matcher.h"
#include "scan/excerpt.h"

static bool add_other_position(struct buffer *out, const gaz_candidate *candidate) {
    return buffer_add_number(out, candidate->other_input_begin) && buffer_add_byte(out, '-') &&
           buffer_add_number(out, candidate->other_input_end);
}

/* The text that the reason is about, in quotes, and its position. */
static bool add_other(struct buffer *out, const gaz_explanation *explanation, const gaz_candidate *candidate) {
    enum { SHOWN = 80 };
    size_t size = (size_t)(candidate->other_end - candidate->other_begin);
    return buffer_add_byte(out, '"') &&
           excerpt_add_plain(out, explanation->text + candidate->other_begin, size < SHOWN ? size : SHOWN) &&
           buffer_add_text(out, size < SHOWN ? "\" " : "...\" ") && add_other_position(out, candidate);
}

static bool add_winner(struct buffer *out, const gaz_explanation *explanation, const gaz_candidate *candidate) {
    return add_other(out, explanation, candidate) && buffer_add_byte(out, ' ') &&
           buffer_add_text(out, candidate->other_type);
}

static bool add_dropped(struct buffer *out, const gaz_candidate *candidate) {
    if (strcmp(candidate->verdict, "drop") == 0) return buffer_add_text(out, "dropped by a human's verdict");
    bool good =
        buffer_add_text(out, "dropped for ") && buffer_add_text(out, candidate->status) && buffer_add_text(out, ": ");
    if (candidate->has_evidence)
        good = good && buffer_add_text(out, "annotated ") && buffer_add_number(out, candidate->annotated) &&
               buffer_add_text(out, " of ") && buffer_add_number(out, candidate->occurrences) &&
               buffer_add_text(out, " occurrences, ");
    return good && buffer_add_text(out, "precision ") && decimal_add(out, candidate->precision);
}

static bool add_score(struct buffer *out, const gaz_explanation *explanation, const gaz_candidate *candidate) {
    return buffer_add_text(out, "score too low: ") && decimal_add(out, candidate->score) &&
           buffer_add_text(out, " < ") && decimal_add(out, explanation->threshold);
}

static bool add_claim(struct buffer *out, const gaz_candidate *candidate) {
    return buffer_add_text(out, "a lower sense of the surface than type ") &&
           buffer_add_text(out, candidate->other_type) &&
           (!candidate->decided_by || (buffer_add_text(out, ", by ") && buffer_add_text(out, candidate->decided_by)));
}

bool write_reason(struct buffer *out, const gaz_explanation *explanation, const gaz_candidate *candidate) {
    switch (candidate->reason) {
    case GAZ_REASON_TAGGED: return true;
    case GAZ_REASON_SHORTER: return buffer_add_text(out, "shorter than ") && add_winner(out, explanation, candidate);
    case GAZ_REASON_OVERLAPS: return buffer_add_text(out, "begins inside ") && add_winner(out, explanation, candidate);
    case GAZ_REASON_SCORE: return add_score(out, explanation, candidate);
    case GAZ_REASON_TRIES:
        return buffer_add_text(out, "not tried: only the ") && buffer_add_number(out, MATCH_TRIES) &&
               buffer_add_text(out, " longest entries that begin at a token are");
    case GAZ_REASON_FILTERED: return buffer_add_text(out, "spans of its type are not wanted");
    case GAZ_REASON_CLAIM: return add_claim(out, candidate);
    case GAZ_REASON_DROPPED: return add_dropped(out, candidate);
    case GAZ_REASON_NOT_IN_MODEL:
        return buffer_add_text(out, "kept in the lists, but not in the model: it was built from others");
    case GAZ_REASON_UNKNOWN: return buffer_add_text(out, "there is no such entry");
    case GAZ_REASON_CUTS_TOKEN:
        return buffer_add_text(out, "cuts the token ") && add_other(out, explanation, candidate);
    case GAZ_REASON_SENTENCE:
        return buffer_add_text(out, "crosses the end of a sentence at ") &&
               buffer_add_number(out, candidate->other_input_begin);
    case GAZ_REASON_CASE: return buffer_add_text(out, "its case must be exact, and the text's is another");
    case GAZ_REASON_EDGES: return buffer_add_text(out, "it touches a part of a longer name, and its edges are strict");
    case GAZ_REASON_DIGITS:
        return buffer_add_text(out, "a pattern, and ") && add_winner(out, explanation, candidate) &&
               buffer_add_text(out, " has the text's own digits");
    case GAZ_REASON_NO_TOKEN: return buffer_add_text(out, "holds no token");
    case GAZ_REASON_LONG_TOKEN:
        return buffer_add_text(out, "holds a token of over 65535 bytes at ") && add_other_position(out, candidate);
    }
    return true;
}

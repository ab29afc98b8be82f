#include "eval/units.h"

/* Below 0: `left` comes first; 0: it is the same range. */
static int compare(const struct corpus_span *left, const struct corpus_span *right) {
    if (left->begin != right->begin) return left->begin < right->begin ? -1 : 1;
    return (left->size > right->size) - (left->size < right->size);
}

/* Whether a range shares a token with one of the spans before and after the place where the walk is in the other side:
 * those further away end before it, or begin behind it. */
static bool overlaps(const struct unit *unit, const struct corpus *other, uint64_t next) {
    const struct corpus_span *before = next ? &other->spans[next - 1] : NULL;
    const struct corpus_span *after = next < other->span_count ? &other->spans[next] : NULL;
    return (before && before->begin + before->size > unit->begin) || (after && after->begin < unit->begin + unit->size);
}

bool unit_next(struct unit *unit, struct unit_walk *walk) {
    const struct corpus *gold = &walk->pair->gold;
    const struct corpus *predicted = &walk->pair->predicted;
    const struct corpus_span *left = walk->gold < gold->span_count ? &gold->spans[walk->gold] : NULL;
    const struct corpus_span *right =
        walk->predicted < predicted->span_count ? &predicted->spans[walk->predicted] : NULL;
    if (!left && !right) return false;
    int order = !left ? 1 : !right ? -1 : compare(left, right);
    const struct corpus_span *span = order <= 0 ? left : right;
    *unit = (struct unit){.begin = span->begin,
                          .size = span->size,
                          .gold = order <= 0 ? left : NULL,
                          .predicted = order >= 0 ? right : NULL};
    if (order < 0) unit->overlaps = overlaps(unit, predicted, walk->predicted);
    if (order > 0) unit->overlaps = overlaps(unit, gold, walk->gold);
    walk->gold += order <= 0;
    walk->predicted += order >= 0;
    return true;
}

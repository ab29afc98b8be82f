#include "lexicon/tolerance.h"

#include "base/unicode.h"

gaz_case tolerance_of_case(gaz_case wanted, const char *surface, size_t size) {
    size_t letters = 0;
    size_t cased = 0;
    bool begins = false; /* with a capital */
    bool inside = false; /* there is one behind the first letter */
    for (size_t i = 0; i < size;) {
        uint32_t code;
        unsigned length = unicode_decode(&code, surface + i, size - i);
        i += length ? length : 1;
        if (length == 0) continue;
        if (code == '\\') { /* an escape */
            i++;
            continue;
        }
        enum unicode_case kind = unicode_case_of(code);
        if (kind == UNICODE_SIGN || kind == UNICODE_DIGIT) continue;
        begins = begins || (letters == 0 && kind == UNICODE_UPPER);
        inside = inside || (letters > 0 && kind == UNICODE_UPPER);
        letters++;
        cased += kind == UNICODE_UPPER || kind == UNICODE_LOWER;
    }
    if (cased == 0) return GAZ_CASE_DEFAULT;
    if (wanted != GAZ_CASE_AUTO) return wanted;
    bool short_form = letters <= TOLERANCE_LETTERS && (inside || (begins && letters == 1));
    return short_form ? GAZ_CASE_EXACT : GAZ_CASE_IGNORE;
}

#include "base/json_names.h"

#include "base/bytes.h"

/* Whether an array holds strings only; `*found`: at least one. */
static bool are_strings(bool *found, const char *array, size_t size) {
    const char *element;
    size_t element_size;
    size_t at = 0;
    bool good = true;
    for (; good && json_next_element(&element, &element_size, &at, array, size); *found = true)
        good = element[0] == '"';
    return good;
}

/* The same of strings, and arrays of such. */
static bool are_names(bool *found, const struct json_member *member) {
    const char *element;
    size_t element_size;
    size_t at = 0;
    bool good = member->value[0] == '[';
    while (good && json_next_element(&element, &element_size, &at, member->value, member->value_size)) {
        if (element[0] == '"')
            *found = true;
        else
            good = element[0] == '[' && are_strings(found, element, element_size);
    }
    return good;
}

/* Whether a member is called as that with the texts or tokens of a corpus is. */
static bool holds_text(const struct json_member *member) {
    static const char *const names[] = {"text",  "texts",    "token",     "tokens",        "word",
                                        "words", "sentence", "sentences", "tokenized_text"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (json_member_is(member, names[i])) return true;
    return false;
}

enum json_scanned json_names_scan(struct json_members *lists, const char *text, size_t size) {
    size_t mark = byte_order_mark(text, size);
    bool found = false;
    lists->count = 0;
    while (mark < size && byte_is_blank(text[mark])) mark++;
    if (mark == size || text[mark] != '{') return JSON_SCAN_REFUSED;
    enum json_scanned result = json_scan(lists, text + mark, size - mark);
    bool good = true;
    for (size_t i = 0; result == JSON_SCAN_GOOD && i < lists->count && good; i++)
        good = are_names(&found, &lists->items[i]) && !holds_text(&lists->items[i]);
    return result == JSON_SCAN_GOOD && !(good && found) ? JSON_SCAN_REFUSED : result;
}

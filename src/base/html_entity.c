#include "base/html_entity.h"

#include <string.h>

#ifdef GAZ_LIBXML2
#include <libxml/HTMLparser.h>

static uint32_t look_up(const char *name) {
    const htmlEntityDesc *entity = htmlEntityLookup((const xmlChar *)name);
    return entity ? entity->value : 0;
}
#else
static uint32_t look_up(const char *name) {
    return strcmp(name, "nbsp") == 0 ? 0xA0 : 0;
}
#endif

uint32_t html_entity_find(const char *name, size_t size) {
    enum { LONGEST = 8 /* thetasym */ };
    static const struct {
        const char *name;
        uint32_t code;
    } own[] = {{"amp", '&'}, {"lt", '<'}, {"gt", '>'},   {"quot", '"'},  {"apos", '\''}, {"AMP", '&'},
               {"LT", '<'},  {"GT", '>'}, {"QUOT", '"'}, {"COPY", 0xA9}, {"REG", 0xAE}};
    char text[LONGEST + 1];
    if (size == 0 || size > LONGEST) return 0;
    memcpy(text, name, size);
    text[size] = 0;
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (strcmp(own[i].name, text) == 0) return own[i].code;
    return look_up(text);
}

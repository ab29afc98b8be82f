/* Ontologies in OBO 1.2 and 1.4 (the flat file format of the OBO Foundry): stanzas of lines `tag: value`.
 *
 *   [Term]
 *   id: DOID:1612
 *   name: breast cancer
 *   synonym: "mammary cancer" EXACT []
 *   xref: MESH:D001943
 *
 * Names and synonyms become entries; the namespace is their type, if no other is given. Terms that are obsolete, and
 * stanzas of other kinds, are left out. */
#ifndef LEXICON_OBO_H
#define LEXICON_OBO_H

#include "lexicon/dictionary.h"

/* Whether the file has a header line `format-version:`, or begins with a stanza. */
bool obo_is(const struct dictionary *file);

gaz_status obo_read(struct dictionary *dictionary);

#endif

/* Dictionaries of UIMA's ConceptMapper: XML with a `token` for each concept, and a `variant` for each of its names.
 *
 *   <synonym>
 *     <token canonical="colon, NOS" CodeType="ICDO" CodeValue="C18.9" SemClass="Site">
 *       <variant base="colon"/>
 *       <variant base="colonic" SemClass="Adjective"/>
 *     </token>
 *   </synonym>
 *
 * What is found in texts are the variants alone; each has the attributes of its token, but for those that it has
 * itself. Needs libxml2. */
#ifndef LEXICON_CONCEPTMAPPER_H
#define LEXICON_CONCEPTMAPPER_H

#include "lexicon/dictionary.h"

/* Whether it is XML with tokens and variants in its beginning. */
bool conceptmapper_is(const struct dictionary *file);

/* GAZ_ERROR_INPUT if this library was built without libxml2. */
gaz_status conceptmapper_read(struct dictionary *dictionary);

#endif

/* Terminologies in RDF: SKOS and OWL, as Turtle, N-Triples or RDF/XML. Labels become entries: skos:prefLabel and
 * rdfs:label are names, skos:altLabel, skos:hiddenLabel and the synonyms of oboInOwl are synonyms. The id is
 * oboInOwl:id, else the resource's URI. What owl:deprecated says is obsolete, properties, schemes and collections are
 * left out. Needs libraptor2. */
#ifndef LEXICON_RDF_H
#define LEXICON_RDF_H

#include "lexicon/dictionary.h"

/* Whether a file is RDF by its first bytes. */
bool rdf_is(const struct dictionary *file);

/* GAZ_ERROR_ARGUMENT if this library was built without libraptor2. */
gaz_status rdf_read(struct dictionary *dictionary);

#endif

/* The formats of documents, as struct document_format takes them. */
#ifndef FORMAT_WRITE_H
#define FORMAT_WRITE_H

#include "format/document.h"

typedef bool write_document(struct buffer *out, const struct document *document, const struct document_style *style);

write_document write_jsonl_document;
write_document write_brat;
write_document write_brat_text;
bool write_brat_settings(struct buffer *out, const gaz_model *model);
write_document write_doccano;
write_document write_label_studio;
write_document write_spacy;
write_document write_prodigy;
write_document write_webanno;
write_document write_html_document;

/* A page's frame around its documents. */
bool write_html_begin(struct buffer *out, const gaz_model *model);
extern const char write_html_end[];

#endif

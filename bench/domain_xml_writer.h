// SPDX-License-Identifier: GPL-3.0-or-later
// Elements, as the files that write a domain's XML spell them. Private to them.
#ifndef FULLHOUSE_BENCH_DOMAIN_XML_WRITER_H
#define FULLHOUSE_BENCH_DOMAIN_XML_WRITER_H

#include <libxml/xmlwriter.h>
#include <stdarg.h>

#define TEXT(text) ((const xmlChar *)(text))

// <name a="1" b="2"/>: attribute names and values in turn, ended by NULL. The element stays open.
static inline void open_element(xmlTextWriterPtr writer, const char *name, ...)
{
    xmlTextWriterStartElement(writer, TEXT(name));
    va_list arguments;
    va_start(arguments, name);
    for (const char *key; (key = va_arg(arguments, const char *));)
        xmlTextWriterWriteAttribute(writer, TEXT(key), TEXT(va_arg(arguments, const char *)));
    va_end(arguments);
}

static inline void close_element(xmlTextWriterPtr writer)
{
    xmlTextWriterEndElement(writer);
}

#define empty_element(writer, ...)                                                                 \
    do {                                                                                           \
        open_element(writer, __VA_ARGS__, NULL);                                                   \
        close_element(writer);                                                                     \
    } while (0)

static inline void text_element(xmlTextWriterPtr writer, const char *name, const char *text)
{
    xmlTextWriterWriteElement(writer, TEXT(name), TEXT(text));
}

#endif

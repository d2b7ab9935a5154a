// SPDX-License-Identifier: GPL-3.0-or-later
// What libvirt is told of a change to a running domain. The domain itself is domain_xml.c's.
#include <libxml/xmlwriter.h>

#include "bench/domain_xml.h"
#include "common/base/alloc.h"

#define TEXT(text) ((const xmlChar *)(text))

static char *end(xmlTextWriterPtr writer, xmlBufferPtr buffer)
{
    xmlTextWriterEndDocument(writer);
    xmlFreeTextWriter(writer);
    char *xml = alloc_copy((const char *)xmlBufferContent(buffer));
    xmlBufferFree(buffer);
    return xml;
}

char *domain_xml_format_module(uint64_t bytes)
{
    xmlBufferPtr buffer = xmlBufferCreate();
    xmlTextWriterPtr writer = xmlNewTextWriterMemory(buffer, 0);
    xmlTextWriterStartElement(writer, TEXT("memory"));
    xmlTextWriterWriteAttribute(writer, TEXT("model"), TEXT("dimm"));
    xmlTextWriterStartElement(writer, TEXT("target"));
    xmlTextWriterStartElement(writer, TEXT("size"));
    xmlTextWriterWriteAttribute(writer, TEXT("unit"), TEXT("KiB"));
    xmlTextWriterWriteFormatString(writer, "%llu", (unsigned long long)bytes / 1024);
    xmlTextWriterEndElement(writer);
    xmlTextWriterWriteElement(writer, TEXT("node"), TEXT("0"));
    return end(writer, buffer);
}

char *domain_xml_format_snapshot(const char *name)
{
    xmlBufferPtr buffer = xmlBufferCreate();
    xmlTextWriterPtr writer = xmlNewTextWriterMemory(buffer, 0);
    xmlTextWriterStartElement(writer, TEXT("domainsnapshot"));
    xmlTextWriterWriteElement(writer, TEXT("name"), TEXT(name));
    return end(writer, buffer);
}
